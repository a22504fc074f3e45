def shout_long(words):
    return [word.upper() for word in words if len(word) > 3]
