def keep_even(numbers):
    """Return a new list of the even numbers."""
    kept = []
    for number in numbers:
        if number % 2 == 0:
            kept.append(number)
    return kept
