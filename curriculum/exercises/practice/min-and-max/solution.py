def low_and_high(numbers):
    pass


def spread(numbers):
    pass
