def masked(word, guessed):
    shown = []
    for letter in word:
        if letter in guessed:
            shown.append(letter)
        else:
            shown.append("_")
    return "".join(shown)


def is_solved(word, guessed):
    return masked(word, guessed) == word


def tries_left(word, guessed, tries):
    wrong = [letter for letter in guessed if letter not in word]
    return max(0, tries - len(wrong))
