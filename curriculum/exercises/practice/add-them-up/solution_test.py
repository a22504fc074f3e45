from solution import add_positive


def test_all():
    """All of them are added when all are above zero"""
    assert add_positive([1, 2, 3]) == 6


def test_negative():
    """Numbers below zero are skipped"""
    assert add_positive([5, -2, 3]) == 8
    assert add_positive([-1, -1]) == 0


def test_after():
    """Numbers after a negative one still count"""
    assert add_positive([-7, 10]) == 10


def test_empty():
    """The sum of nothing is 0"""
    assert add_positive([]) == 0
