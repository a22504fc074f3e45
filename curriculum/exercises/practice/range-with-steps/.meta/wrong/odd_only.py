def seats(first, last):
    return [seat for seat in range(first, last + 1) if seat % 2 == 1]
