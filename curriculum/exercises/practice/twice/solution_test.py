from solution import double


def test_four():
    """Twice 4 is 8"""
    assert double(4) == 8


def test_negative():
    """Twice -3 is -6"""
    assert double(-3) == -6


def test_zero():
    """Twice 0 is 0"""
    assert double(0) == 0


def test_go_on():
    """The result can be doubled again"""
    assert double(double(5)) == 20
