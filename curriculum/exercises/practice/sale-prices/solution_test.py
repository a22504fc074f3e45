from solution import on_sale


def test_some():
    """Cheap things cost half, expensive ones are left out"""
    assert on_sale({"pen": 4, "bike": 300}, 10) == {"pen": 2}


def test_border():
    """A thing that costs exactly the limit is on sale"""
    assert on_sale({"book": 10}, 10) == {"book": 5}


def test_odd():
    """Half of an odd price is rounded down"""
    assert on_sale({"cup": 7}, 9) == {"cup": 3}


def test_unchanged():
    """The old prices stay as they were"""
    prices = {"pen": 4}
    assert on_sale(prices, 10) == {"pen": 2}
    assert prices == {"pen": 4}
