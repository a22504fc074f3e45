def to_number(text, default):
    try:
        return int(text)
    except ValueError:
        return default
