from solution import numbered


def test_two():
    """Two items get the numbers 1 and 2"""
    assert numbered(["milk", "bread"]) == ["1) milk", "2) bread"]


def test_same():
    """The same item twice gets two numbers"""
    assert numbered(["tea", "tea"]) == ["1) tea", "2) tea"]


def test_empty():
    """An empty list stays empty"""
    assert numbered([]) == []


def test_unchanged():
    """The given list stays as it was"""
    items = ["a"]
    assert numbered(items) == ["1) a"]
    assert items == ["a"]
