def by_first_letter(words):
    pass
