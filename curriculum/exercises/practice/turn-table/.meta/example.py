def turn(table):
    """Return the table with rows and columns swapped."""
    return [list(column) for column in zip(*table, strict=True)]
