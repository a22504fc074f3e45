import pytest
from solution import to_celsius, to_fahrenheit


def test_water_boils():
    assert to_fahrenheit(100) == pytest.approx(212)


def test_water_freezes():
    assert to_celsius(32) == pytest.approx(0)


def test_both_scales_meet_at_minus_forty():
    assert to_fahrenheit(-40) == pytest.approx(-40)
    assert to_celsius(-40) == pytest.approx(-40)


def test_nothing_is_rounded():
    assert to_fahrenheit(36.6) == pytest.approx(97.88)
    assert to_celsius(100) == pytest.approx(37.7777, abs=0.001)


def test_there_and_back_again():
    assert to_celsius(to_fahrenheit(21.5)) == pytest.approx(21.5)
