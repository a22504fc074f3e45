def to_number(text, default):
    try:
        return int(text)
    except:
        return default
