import itertools

from solution import every_other


def test_text():
    """Every other letter of a string is handed out"""
    assert list(every_other("abcde")) == ["a", "c", "e"]
    assert list(every_other("ab")) == ["a"]


def test_empty():
    """Nothing gives nothing"""
    assert list(every_other([])) == []


def test_same():
    """Items that are equal count for themselves"""
    assert list(every_other([7, 7, 7])) == [7, 7]


def test_endless():
    """Endless items are no problem"""
    found = every_other(itertools.count(10))
    assert [next(found), next(found), next(found)] == [10, 12, 14]


def test_lazy():
    """No item is taken before it is needed"""
    items = iter([1, 2, 3])
    assert next(every_other(items)) == 1
    assert next(items) == 2
