from solution import by_first_letter


def test_letters():
    """Words go into the drawer of their first letter"""
    assert by_first_letter(["tea", "apple", "egg"]) == {"T": ["tea"], "A": ["apple"], "E": ["egg"]}


def test_order():
    """Words in one drawer keep their order"""
    assert by_first_letter(["b2", "b1", "b3"]) == {"B": ["b2", "b1", "b3"]}


def test_capitals():
    """Small and capital letters share a drawer"""
    assert by_first_letter(["tea", "Toast"]) == {"T": ["tea", "Toast"]}


def test_twice():
    """A word that comes twice is there twice"""
    assert by_first_letter(["tea", "tea"]) == {"T": ["tea", "tea"]}


def test_nothing():
    """Without words there are no drawers"""
    assert by_first_letter([]) == {}
