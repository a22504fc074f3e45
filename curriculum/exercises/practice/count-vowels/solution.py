def count_vowels(text):
    """Return how many vowels text holds."""
    pass
