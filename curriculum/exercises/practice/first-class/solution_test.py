from solution import Book


def test_attributes():
    """A book knows its title and its pages"""
    book = Book("Momo", 304)
    assert book.title == "Momo"
    assert book.pages == 304


def test_two_books():
    """Two books do not mix up their titles"""
    first, second = Book("Momo", 304), Book("Emil", 172)
    assert (first.title, second.title) == ("Momo", "Emil")


def test_long():
    """A book with 300 pages or more is long"""
    assert Book("Momo", 304).is_long() is True
    assert Book("A", 300).is_long() is True


def test_short():
    """A book with 299 pages is not long"""
    assert Book("B", 299).is_long() is False
