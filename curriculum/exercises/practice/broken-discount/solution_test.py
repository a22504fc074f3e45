from solution import total

PRICES = {"pen": 2, "book": 10, "bag": 49}


def test_count():
    """Three pens cost three times as much as one"""
    assert total({"pen": 3}, PRICES) == 6


def test_sum():
    """Different things are added up"""
    assert total({"pen": 1, "book": 2}, PRICES) == 22


def test_nothing():
    """An empty basket costs nothing"""
    assert total({}, PRICES) == 0


def test_discount():
    """Whoever buys for more than 50 pays 10 less"""
    assert total({"book": 6}, PRICES) == 50


def test_border():
    """Whoever buys for exactly 50 pays 10 less"""
    assert total({"book": 5}, PRICES) == 40


def test_below():
    """Whoever buys for 49 pays everything"""
    assert total({"bag": 1}, PRICES) == 49
