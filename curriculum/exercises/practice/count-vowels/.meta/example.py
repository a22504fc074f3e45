def count_vowels(text):
    """Return how many vowels text holds."""
    count = 0
    for letter in text.lower():
        if letter in "aeiou":
            count = count + 1
    return count
