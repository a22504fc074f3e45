def count_vowels(text):
    """Return how many vowels text holds."""
    return sum(letter in "aeiou" for letter in text.lower())
