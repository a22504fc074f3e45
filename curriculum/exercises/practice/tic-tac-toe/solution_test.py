from solution import winner


def grid_of(*rows):
    return [list(row) for row in rows]


def test_rows():
    """Three in a row win"""
    assert winner(grid_of("XXX", "OO ", "   ")) == "X"
    assert winner(grid_of("XX ", "X  ", "OOO")) == "O"


def test_columns():
    """Three in a column win"""
    assert winner(grid_of("OX ", "OX ", "O X")) == "O"
    assert winner(grid_of("O X", "O X", "  X")) == "X"


def test_diagonals():
    """Three on a diagonal win"""
    assert winner(grid_of("X O", "OX ", "  X")) == "X"
    assert winner(grid_of("X O", "XO ", "O X")) == "O"


def test_nobody():
    """Without three in a line nobody has won"""
    assert winner(grid_of("XOX", "XOO", "OXX")) == ""


def test_empty():
    """Three empty cells are no win"""
    assert winner(grid_of("   ", "   ", "   ")) == ""


def test_unchanged():
    """The grid stays as it was"""
    grid = grid_of("XXX", "OO ", "   ")
    assert winner(grid) == "X"
    assert grid == grid_of("XXX", "OO ", "   ")
