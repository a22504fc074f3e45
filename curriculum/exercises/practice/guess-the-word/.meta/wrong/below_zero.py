def masked(word, guessed):
    return "".join([letter if letter in guessed else "_" for letter in word])


def is_solved(word, guessed):
    return masked(word, guessed) == word


def tries_left(word, guessed, tries):
    return tries - len([letter for letter in guessed if letter not in word])
