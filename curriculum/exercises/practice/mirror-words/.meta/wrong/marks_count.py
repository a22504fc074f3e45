def is_mirror(text):
    return text.lower() == text.lower()[::-1]
