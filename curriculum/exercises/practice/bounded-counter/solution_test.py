import pytest
from solution import Snack


def test_round():
    """It goes round its items until the count is reached"""
    assert list(Snack(["apple", "nut"], 5)) == ["apple", "nut", "apple", "nut", "apple"]


def test_short():
    """The count can be smaller than the number of items"""
    assert list(Snack(["a", "b", "c"], 2)) == ["a", "b"]


def test_nothing():
    """Without items or with a count of 0 there is nothing"""
    assert list(Snack([], 3)) == []
    assert list(Snack(["a"], 0)) == []


def test_next():
    """One value at a time can be asked for"""
    snack = Snack(["a", "b"], 3)
    assert [next(snack), next(snack), next(snack)] == ["a", "b", "a"]
    with pytest.raises(StopIteration):
        next(snack)


def test_stays_empty():
    """After the end there is nothing more to come"""
    snack = Snack(["a"], 1)
    assert list(snack) == ["a"]
    assert list(snack) == []
