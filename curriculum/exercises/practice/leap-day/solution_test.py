from solution import has_leap_day


def test_every_fourth_year_has_one():
    assert has_leap_day(2024) is True
    assert has_leap_day(1996) is True


def test_other_years_have_none():
    assert has_leap_day(2023) is False
    assert has_leap_day(2026) is False


def test_a_new_century_has_none():
    assert has_leap_day(1900) is False
    assert has_leap_day(2100) is False


def test_every_fourth_century_has_one():
    assert has_leap_day(2000) is True
    assert has_leap_day(2400) is True


def test_four_hundred_years_hold_ninety_seven_leap_days():
    assert sum(bool(has_leap_day(year)) for year in range(2001, 2401)) == 97
