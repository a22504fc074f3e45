import pytest
from solution import average


def test_three():
    """The average of 2, 4 and 9 is 5"""
    assert average([2, 4, 9]) == pytest.approx(5)


def test_two():
    """The average of 1 and 2 is 1.5"""
    assert average([1, 2]) == pytest.approx(1.5)


def test_single():
    """The average of a single number is that number"""
    assert average([7]) == pytest.approx(7)
