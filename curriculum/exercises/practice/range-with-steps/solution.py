def seats(first, last):
    pass
