from solution import count_same


def test_some():
    """Two of three answers are the same"""
    assert count_same(["a", "b", "c"], ["a", "c", "c"]) == 2


def test_none():
    """No answer is the same"""
    assert count_same(["a", "b"], ["b", "a"]) == 0


def test_all():
    """All answers are the same"""
    assert count_same([1, 2, 3, 4], [1, 2, 3, 4]) == 4


def test_length():
    """Answers without a partner do not count"""
    assert count_same(["a", "b", "c"], ["a"]) == 1
    assert count_same([], ["a"]) == 0
