from solution import find_dates


def test_two_dates():
    """All dates are found, in their order"""
    assert find_dates("from 2026-05-17 to 2026-06-01.") == ["2026-05-17", "2026-06-01"]


def test_digits():
    """The number of digits must be right"""
    assert find_dates("26-05-17, 2026-5-17 and 2026-05-1") == []


def test_around():
    """Digits before or after make it something else"""
    assert find_dates("12026-05-17 and 2026-05-171") == []


def test_edges():
    """A date can be the whole string"""
    assert find_dates("2026-05-17") == ["2026-05-17"]


def test_hyphens():
    """Other signs between the numbers make no date"""
    assert find_dates("2026.05.17 2026/05/17 20260517") == []
