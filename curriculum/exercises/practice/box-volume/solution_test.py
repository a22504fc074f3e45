from solution import area, volume


def test_area():
    """A rectangle of 2 by 3 has the area 6"""
    assert area(2, 3) == 6


def test_square():
    """A square of 5 by 5 has the area 25"""
    assert area(5, 5) == 25


def test_volume():
    """A box of 2 by 3 by 4 has the volume 24"""
    assert volume(2, 3, 4) == 24


def test_flat():
    """A box without height has no volume"""
    assert volume(7, 8, 0) == 0
