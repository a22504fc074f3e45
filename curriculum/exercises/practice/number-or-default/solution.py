def to_number(text, default):
    pass
