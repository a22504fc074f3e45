def keep_even(numbers):
    """Return a new list of the even numbers."""
    pass
