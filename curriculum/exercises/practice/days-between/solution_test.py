import pytest
from solution import days_until


def test_same_month():
    """From the 1st to the 17th of May there are 16 days"""
    assert days_until("2026-05-01", "2026-05-17") == 16


def test_leap_day():
    """A leap day counts"""
    assert days_until("2024-02-28", "2024-03-01") == 2
    assert days_until("2023-02-28", "2023-03-01") == 1


def test_year():
    """A whole year has 365 days"""
    assert days_until("2026-01-01", "2027-01-01") == 365


def test_today():
    """On the day itself the answer is 0"""
    assert days_until("2026-05-17", "2026-05-17") == 0


def test_past():
    """A goal in the past is refused"""
    with pytest.raises(ValueError):
        days_until("2026-05-18", "2026-05-17")
