def seats(first, last):
    return list(range(first, last + 1, 2))
