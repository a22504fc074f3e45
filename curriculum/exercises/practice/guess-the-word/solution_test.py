from solution import is_solved, masked, tries_left


def test_masked():
    """1. Letters that were not guessed are hidden"""
    assert masked("banana", {"a"}) == "_a_a_a"
    assert masked("cat", set()) == "___"


def test_everything_shown():
    """1. A word with all letters guessed is shown whole"""
    assert masked("cat", {"t", "a", "c", "x"}) == "cat"


def test_solved():
    """2. The word is solved when all its letters were guessed"""
    assert is_solved("noon", {"n", "o"}) is True


def test_not_solved():
    """2. The word is not solved while a letter is missing"""
    assert is_solved("noon", {"n"}) is False
    assert is_solved("noon", {"x", "y", "z", "q"}) is False


def test_tries():
    """3. Only wrong letters cost a try"""
    assert tries_left("cat", {"c", "x"}, 6) == 5
    assert tries_left("cat", {"c", "a"}, 6) == 6


def test_no_tries():
    """3. There are never fewer than 0 tries"""
    assert tries_left("cat", {"x", "y", "z"}, 2) == 0
    assert tries_left("cat", {"x", "y"}, 2) == 0
