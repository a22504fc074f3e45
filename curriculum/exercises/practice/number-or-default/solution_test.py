import pytest
from solution import to_number


def test_number():
    """A string with a number becomes that number"""
    assert to_number("42", 0) == 42
    assert to_number("-7", 0) == -7


def test_zero():
    """The string 0 is a number, too"""
    assert to_number("0", 5) == 0


def test_words():
    """Anything else becomes the default"""
    assert to_number("many", 1) == 1
    assert to_number("", 9) == 9
    assert to_number("3.5", 4) == 4


def test_other_errors():
    """An error of another kind is not hidden"""
    with pytest.raises(TypeError):
        to_number(None, 0)
