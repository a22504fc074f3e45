def has_leap_day(year):
    """Return True when the year has a 29th of February."""
    pass
