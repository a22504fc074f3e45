def is_mirror(text):
    """Return True when text reads the same from both ends."""
    pass
