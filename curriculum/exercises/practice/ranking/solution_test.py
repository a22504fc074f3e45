from solution import ranking


def test_most_points_first():
    assert ranking([("Mia", 10), ("Tom", 30), ("Ali", 20)]) == ["Tom", "Ali", "Mia"]


def test_equal_points_stand_in_alphabetical_order():
    assert ranking([("Zoe", 5), ("Mia", 7), ("Ali", 5)]) == ["Mia", "Ali", "Zoe"]


def test_negative_points_come_last():
    assert ranking([("Mia", -3), ("Tom", 0), ("Ali", -10)]) == ["Tom", "Mia", "Ali"]


def test_points_are_numbers_not_texts():
    """Points are numbers not strings"""
    assert ranking([("Mia", 9), ("Tom", 100)]) == ["Tom", "Mia"]


def test_the_given_list_stays_as_it_was():
    players = [("Mia", 1), ("Tom", 2)]
    assert ranking(players) == ["Tom", "Mia"]
    assert players == [("Mia", 1), ("Tom", 2)]


def test_no_players():
    assert ranking([]) == []
