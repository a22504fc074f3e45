def countdown(start):
    while start > 0:
        yield start
        start -= 1


def portions(items, size):
    if size < 1:
        raise ValueError("a portion holds at least one item")
    portion = []
    for item in items:
        portion.append(item)
        if len(portion) == size:
            yield portion
            portion = []
