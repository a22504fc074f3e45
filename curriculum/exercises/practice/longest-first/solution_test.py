from solution import by_price


def test_order():
    """The most expensive thing comes first"""
    assert by_price([("pen", 2), ("bike", 300), ("ball", 9)]) == [("bike", 300), ("ball", 9), ("pen", 2)]


def test_names():
    """The names make no difference to the order"""
    assert by_price([("z", 1), ("a", 2)]) == [("a", 2), ("z", 1)]
    assert by_price([("a", 1), ("z", 2)]) == [("z", 2), ("a", 1)]


def test_unchanged():
    """The given list stays as it was"""
    things = [("pen", 2), ("bike", 300)]
    assert by_price(things) == [("bike", 300), ("pen", 2)]
    assert things == [("pen", 2), ("bike", 300)]


def test_empty():
    """An empty list stays empty"""
    assert by_price([]) == []
