def flatten(box):
    """Return everything in the box as one list."""
    pass
