def is_mirror(text):
    """Return True when text reads the same from both ends."""
    counted = [character for character in text.lower() if character.isalnum()]
    return counted == counted[::-1]
