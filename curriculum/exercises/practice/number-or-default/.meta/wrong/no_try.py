def to_number(text, default):
    return int(text)
