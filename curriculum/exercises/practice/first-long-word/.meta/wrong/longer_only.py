def first_long(words, length):
    found = ""
    for word in words:
        if len(word) > length:
            found = word
            break
    return found
