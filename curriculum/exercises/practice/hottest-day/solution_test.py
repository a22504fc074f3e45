from solution import hottest


def test_middle():
    """The hottest day is in the middle"""
    assert hottest([20, 31, 25]) == 31


def test_first():
    """The hottest day is the first one"""
    assert hottest([30, 29, 28]) == 30


def test_last():
    """The hottest day is the last one"""
    assert hottest([1, 2, 3]) == 3


def test_winter():
    """In winter all numbers are below zero"""
    assert hottest([-8, -3, -5]) == -3


def test_single():
    """A single day is the hottest"""
    assert hottest([17]) == 17
