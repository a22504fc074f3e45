def masked(word, guessed):
    shown = ["_"] * len(word)
    for letter in guessed:
        if letter in word:
            shown[word.index(letter)] = letter
    return "".join(shown)


def is_solved(word, guessed):
    return set(word) <= guessed


def tries_left(word, guessed, tries):
    return max(0, tries - len(guessed - set(word)))
