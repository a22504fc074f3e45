def countdown(start):
    """Give start, start - 1, ... 1."""
    while start > 0:
        yield start
        start -= 1


def portions(items, size):
    """Cut items into lists of size items."""
    if size < 1:
        raise ValueError("a portion holds at least one item")
    portion = []
    for item in items:
        portion.append(item)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion
