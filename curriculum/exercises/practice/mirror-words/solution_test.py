from solution import is_mirror


def test_a_mirror_word():
    assert is_mirror("level") is True


def test_no_mirror_word():
    assert is_mirror("Python") is False


def test_capital_and_small_letters_are_the_same():
    assert is_mirror("Rotator") is True


def test_spaces_and_marks_do_not_count():
    assert is_mirror("Never odd, or even!") is True


def test_digits_count():
    assert is_mirror("1a1") is True
    assert is_mirror("1a2") is False


def test_an_empty_text_is_a_mirror():
    """An empty string is a mirror"""
    assert is_mirror("") is True
    assert is_mirror("?!") is True
