def has_leap_day(year):
    """Return True when the year has a 29th of February."""
    return year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)
