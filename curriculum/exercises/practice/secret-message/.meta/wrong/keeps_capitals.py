def shift_letter(letter, by):
    if "a" <= letter <= "z":
        return chr(ord("a") + (ord(letter) - ord("a") + by) % 26)
    return letter


def encode(text, by):
    return "".join([shift_letter(letter, by) for letter in text])


def decode(text, by):
    return encode(text, -by)
