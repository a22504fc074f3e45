def receipt(items):
    """Return the receipt as a string."""
    pass
