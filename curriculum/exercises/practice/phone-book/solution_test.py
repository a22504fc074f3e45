from solution import number_of

BOOK = {"Mia": "0711 22", "Tom": "030 77"}


def test_found():
    """A name in the book has its number"""
    assert number_of(BOOK, "Tom") == "030 77"
    assert number_of(BOOK, "Mia") == "0711 22"


def test_missing():
    """A name that is not in the book is unknown"""
    assert number_of(BOOK, "Zoe") == "unknown"
    assert number_of({}, "Mia") == "unknown"


def test_unchanged():
    """Looking up a name does not add it to the book"""
    book = {"Mia": "1"}
    number_of(book, "Zoe")
    assert book == {"Mia": "1"}
    assert number_of(book, "Mia") == "1"
