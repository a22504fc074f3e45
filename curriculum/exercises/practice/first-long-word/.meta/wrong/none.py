def first_long(words, length):
    for word in words:
        if len(word) >= length:
            return word
