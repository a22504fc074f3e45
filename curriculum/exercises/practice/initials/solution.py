def initials(name):
    """Return the initials of a name, each followed by a point."""
    pass
