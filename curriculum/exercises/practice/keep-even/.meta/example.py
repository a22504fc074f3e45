def keep_even(numbers):
    """Return a new list of the even numbers."""
    return [number for number in numbers if number % 2 == 0]
