from solution import first_long


def test_first():
    """The first long word is found, not a later one"""
    assert first_long(["a", "house", "garden"], 4) == "house"


def test_exact():
    """A word of exactly that length is long enough"""
    assert first_long(["to", "tea", "four"], 3) == "tea"


def test_none():
    """Without a long word the result is an empty string"""
    assert first_long(["a", "an"], 5) == ""
    assert first_long([], 1) == ""
