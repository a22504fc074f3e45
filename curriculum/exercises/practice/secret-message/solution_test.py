from solution import decode, encode, shift_letter


def test_letter():
    """1. A letter is shifted"""
    assert shift_letter("a", 3) == "d"
    assert shift_letter("m", 1) == "n"


def test_wrap():
    """1. After z the alphabet begins again"""
    assert shift_letter("z", 3) == "c"
    assert shift_letter("y", 1) == "z"
    assert shift_letter("a", 26) == "a"


def test_back():
    """1. A negative shift goes back"""
    assert shift_letter("a", -1) == "z"


def test_others():
    """1. Everything else stays as it is"""
    assert shift_letter("!", 3) == "!"
    assert shift_letter(" ", 3) == " "
    assert shift_letter("ü", 3) == "ü"
    assert shift_letter("{", 3) == "{"


def test_encode():
    """2. A string is encoded"""
    assert encode("hello, you", 3) == "khoor, brx"
    assert encode("", 3) == ""


def test_capitals():
    """2. Capital letters become small ones"""
    assert encode("XYZ", 1) == "yza"


def test_decode():
    """3. Decoding undoes it"""
    assert decode("khoor, brx", 3) == "hello, you"
    assert decode(encode("attack at dawn!", 11), 11) == "attack at dawn!"
