from solution import mines_around

FIELD = ["*..", ".*.", "..."]


def test_middle():
    """A place in the middle has eight neighbours"""
    assert mines_around(["***", "*.*", "***"], 1, 1) == 8
    assert mines_around(["...", "...", "..."], 1, 1) == 0


def test_edge():
    """A place at the edge has fewer neighbours"""
    assert mines_around(FIELD, 0, 1) == 2
    assert mines_around(FIELD, 1, 2) == 1


def test_corner():
    """A corner does not see the other side of the field"""
    assert mines_around(["..*", "...", "*.*"], 0, 0) == 0
    assert mines_around(["*.*", "...", "*.."], 2, 2) == 0


def test_itself():
    """The place itself does not count"""
    assert mines_around(FIELD, 1, 1) == 1
    assert mines_around(["*"], 0, 0) == 0


def test_wide():
    """A field can be wider than it is high"""
    assert mines_around(["..*.*", "....."], 1, 3) == 2
