from solution import low_and_high, spread


def test_both():
    """Both numbers come back, the smallest first"""
    assert low_and_high([4, 1, 7]) == (1, 7)


def test_tuple():
    """The result is a tuple, not a list"""
    assert isinstance(low_and_high([2, 3]), tuple)


def test_single():
    """A single number is the smallest and the largest"""
    assert low_and_high([5]) == (5, 5)


def test_spread():
    """The spread is the difference between the two"""
    assert spread([4, 1, 7]) == 6
    assert spread([-2, 3]) == 5
    assert spread([9]) == 0
