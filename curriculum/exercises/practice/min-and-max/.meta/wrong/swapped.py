def low_and_high(numbers):
    return max(numbers), min(numbers)


def spread(numbers):
    high, low = low_and_high(numbers)
    return high - low
