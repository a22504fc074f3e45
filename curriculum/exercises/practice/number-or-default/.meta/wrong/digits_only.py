def to_number(text, default):
    if text.isdigit():
        return int(text)
    return default
