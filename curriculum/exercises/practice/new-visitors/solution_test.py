from solution import count_returns


def test_returns():
    """Every visit after the first one counts"""
    assert count_returns(["Mia", "Tom", "Mia", "Mia"]) == 2


def test_two_people():
    """Different people can come back"""
    assert count_returns(["a", "b", "b", "a"]) == 2


def test_new():
    """Nobody has been there before"""
    assert count_returns(["a", "b", "c"]) == 0
    assert count_returns([]) == 0
