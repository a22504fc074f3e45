import pytest
from solution import check_age


def test_good():
    """A good age is returned"""
    assert check_age(15) == 15


def test_borders():
    """0 and 130 are good ages"""
    assert check_age(0) == 0
    assert check_age(130) == 130


def test_too_old():
    """131 is refused"""
    with pytest.raises(ValueError):
        check_age(131)


def test_negative():
    """-1 is refused"""
    with pytest.raises(ValueError):
        check_age(-1)


def test_message():
    """The message contains the age"""
    with pytest.raises(ValueError, match="150"):
        check_age(150)
