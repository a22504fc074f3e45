def countdown(start):
    """Give start, start - 1, ... 1."""
    pass


def portions(items, size):
    """Cut items into lists of size items."""
    pass
