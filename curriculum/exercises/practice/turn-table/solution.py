def turn(table):
    """Return the table with rows and columns swapped."""
    pass
