from solution import badge


def test_ada():
    """Ada of team Red gets her badge"""
    assert badge("Ada", "Red") == "Ada (Team Red)"


def test_tom():
    """Tom of team Blue gets his own"""
    assert badge("Tom", "Blue") == "Tom (Team Blue)"


def test_number():
    """A team can be a number"""
    assert badge("Mia", 7) == "Mia (Team 7)"
