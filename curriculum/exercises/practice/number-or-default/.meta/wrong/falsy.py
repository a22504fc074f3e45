def to_number(text, default):
    try:
        return int(text) or default
    except ValueError:
        return default
