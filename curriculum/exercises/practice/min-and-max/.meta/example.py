def low_and_high(numbers):
    return min(numbers), max(numbers)


def spread(numbers):
    low, high = low_and_high(numbers)
    return high - low
