def receipt(items):
    """Return the receipt as a text."""
    pass
