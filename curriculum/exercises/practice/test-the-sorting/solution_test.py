import pytest
from solution import check


def caught(broken):
    with pytest.raises(AssertionError):
        check(broken)


def test_right():
    """A right function is accepted"""
    check(lambda numbers: sorted(numbers))


def test_unsorted():
    """A function that does not sort is found out"""
    caught(lambda numbers: list(numbers))


def test_backwards():
    """A function that sorts backwards is found out"""
    caught(lambda numbers: sorted(numbers, reverse=True))


def test_set():
    """A function that loses numbers that come twice is found out"""
    caught(lambda numbers: sorted(set(numbers)))


def test_text():
    """A function that sorts numbers like words is found out"""
    caught(lambda numbers: sorted(numbers, key=str))


def test_in_place():
    """A function that changes the given list is found out"""

    def broken(numbers):
        numbers.sort()
        return numbers

    caught(broken)


def test_empty():
    """A function that returns None for an empty list is found out"""
    caught(lambda numbers: sorted(numbers) if numbers else None)
