def shift_letter(letter, by):
    if "a" <= letter <= "z":
        return chr(ord(letter) + by)
    return letter


def encode(text, by):
    return "".join([shift_letter(letter, by) for letter in text.lower()])


def decode(text, by):
    return encode(text, -by)
