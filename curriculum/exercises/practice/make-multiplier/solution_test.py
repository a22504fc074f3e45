import pytest
from solution import make_discount


def test_twenty():
    """20 percent off 50 leaves 40"""
    assert make_discount(20)(50) == pytest.approx(40)


def test_again():
    """The function can be used again and again"""
    half = make_discount(50)
    assert half(10) == pytest.approx(5)
    assert half(7) == pytest.approx(3.5)


def test_two():
    """Two discounts do not get in each other's way"""
    small, large = make_discount(10), make_discount(90)
    assert small(100) == pytest.approx(90)
    assert large(100) == pytest.approx(10)


def test_borders():
    """0 percent changes nothing, and 100 percent leaves nothing"""
    assert make_discount(0)(80) == pytest.approx(80)
    assert make_discount(100)(80) == pytest.approx(0)
