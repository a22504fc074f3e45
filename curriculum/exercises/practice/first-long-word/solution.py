def first_long(words, length):
    pass
