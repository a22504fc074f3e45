from solution import shout_long


def test_some():
    """Long words come in capitals, in their order"""
    assert shout_long(["we", "like", "biscuits"]) == ["LIKE", "BISCUITS"]


def test_border():
    """A word of three letters is left out, one of four stays"""
    assert shout_long(["tea", "milk"]) == ["MILK"]


def test_none():
    """Without long words the list is empty"""
    assert shout_long(["a", "be"]) == []
    assert shout_long([]) == []


def test_unchanged():
    """The given list stays as it was"""
    words = ["milk"]
    assert shout_long(words) == ["MILK"]
    assert words == ["milk"]
