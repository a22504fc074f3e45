from solution import tins


def test_three():
    """A radius of 3 metres needs 4 tins"""
    assert tins(3) == 4


def test_small():
    """A small floor needs one whole tin"""
    assert tins(1) == 1


def test_large():
    """A radius of 10 metres needs 35 tins"""
    assert tins(10) == 35


def test_nothing():
    """No floor needs no paint"""
    assert tins(0) == 0


def test_half():
    """A radius may be a decimal number"""
    assert tins(2.5) == 3
