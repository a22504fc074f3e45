def masked(word, guessed):
    pass


def is_solved(word, guessed):
    pass


def tries_left(word, guessed, tries):
    pass
