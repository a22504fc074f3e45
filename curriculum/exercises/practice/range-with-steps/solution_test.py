from solution import seats


def test_last_one_fits():
    """The last seat is used when it is its turn"""
    assert seats(3, 9) == [3, 5, 7, 9]


def test_last_one_does_not_fit():
    """The last seat is skipped when it is not its turn"""
    assert seats(3, 8) == [3, 5, 7]


def test_even():
    """Counting can begin with an even number"""
    assert seats(2, 6) == [2, 4, 6]


def test_single():
    """A single seat is used"""
    assert seats(4, 4) == [4]


def test_nothing():
    """There is no seat when the last one comes before the first"""
    assert seats(5, 4) == []
