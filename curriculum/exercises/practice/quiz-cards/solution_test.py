from solution import Card, total


def test_attributes():
    """A card knows its question, its answer and its points"""
    card = Card("2 + 2?", "4", 3)
    assert (card.question, card.answer, card.points) == ("2 + 2?", "4", 3)


def test_default():
    """A card gives 1 point unless told otherwise"""
    assert Card("Capital of Italy?", "Rome").points == 1


def test_equal():
    """Two cards with the same values are equal"""
    assert Card("a", "b", 2) == Card("a", "b", 2)
    assert Card("a", "b", 2) != Card("a", "b", 3)


def test_shown():
    """A card shows its values"""
    assert repr(Card("a", "b", 2)) == "Card(question='a', answer='b', points=2)"


def test_right():
    """Capital letters and spaces around the answer do not matter"""
    card = Card("Capital of Italy?", "Rome")
    assert card.is_right("Rome") is True
    assert card.is_right("  rOME ") is True
    assert card.is_right("Milan") is False


def test_total():
    """The points of all cards are added up"""
    assert total([Card("a", "b", 2), Card("c", "d")]) == 3
    assert total([]) == 0
