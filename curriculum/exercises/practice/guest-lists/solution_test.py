from solution import all_guests, on_both, only_on_one

MINE = ["Tom", "Mia", "Ali"]
YOURS = ["Zoe", "Tom", "Ali"]


def test_everyone_once_and_sorted():
    assert all_guests(MINE, YOURS) == ["Ali", "Mia", "Tom", "Zoe"]


def test_on_both_lists():
    assert on_both(MINE, YOURS) == ["Ali", "Tom"]


def test_on_just_one_list():
    assert only_on_one(MINE, YOURS) == ["Mia", "Zoe"]


def test_a_name_written_twice_counts_once():
    assert all_guests(["Mia", "Mia"], ["Mia"]) == ["Mia"]
    assert only_on_one(["Mia", "Mia"], []) == ["Mia"]


def test_nobody_in_common():
    assert on_both(["Mia"], ["Tom"]) == []


def test_the_order_of_the_lists_makes_no_difference():
    assert only_on_one(YOURS, MINE) == ["Mia", "Zoe"]
