def shout_long(words):
    return [word for word in words if len(word) > 3]
