def shift_letter(letter, by):
    pass


def encode(text, by):
    pass


def decode(text, by):
    pass
