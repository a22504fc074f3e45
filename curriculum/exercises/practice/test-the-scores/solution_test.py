import pytest
from solution import check


def test_right():
    """A right function is accepted"""
    check(lambda points: "pass" if points >= 50 else "fail")


def test_another_right_one():
    """Another right function is accepted, too"""
    check(lambda points: {True: "pass", False: "fail"}[points > 49])


def test_always_pass():
    """A function that lets everybody pass is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "pass")


def test_always_fail():
    """A function that lets everybody fail is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "fail")


def test_limit():
    """A function that fails exactly 50 points is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "pass" if points > 50 else "fail")


def test_below():
    """A function that passes 49 points is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "pass" if points >= 49 else "fail")


def test_returns_bool():
    """A function that returns True and False is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: points >= 50)


def test_perfect():
    """A function that fails 100 points is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "pass" if 50 <= points < 100 else "fail")
