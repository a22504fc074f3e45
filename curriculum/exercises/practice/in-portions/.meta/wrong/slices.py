def countdown(start):
    yield from range(start, 0, -1)


def portions(items, size):
    if size < 1:
        raise ValueError("a portion holds at least one item")
    items = list(items)
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]
