from solution import brew


def test_five_minutes():
    """Five minutes are 300 seconds"""
    assert brew(5) == 300


def test_default():
    """Without a number it takes three minutes, 180 seconds"""
    assert brew() == 180


def test_by_name():
    """The minutes can be given by their name"""
    assert brew(minutes=1) == 60
