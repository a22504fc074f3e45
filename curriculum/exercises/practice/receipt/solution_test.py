from solution import receipt


def test_one_item_and_the_total():
    assert receipt([("Tea", 2.5)]) == "Tea             2.50\nTOTAL           2.50"


def test_every_line_is_twenty_characters_wide():
    lines = receipt([("Tea", 2.5), ("Sandwich", 11), ("Cake", 123.456)]).split("\n")
    assert [len(line) for line in lines] == [20, 20, 20, 20]


def test_prices_have_two_digits_after_the_point():
    assert receipt([("Cake", 3)]).split("\n")[0].endswith(" 3.00")


def test_the_total_adds_up():
    assert receipt([("Tea", 2.5), ("Sandwich", 11)]).split("\n")[-1] == "TOTAL          13.50"


def test_long_names_are_cut():
    first = receipt([("Strawberry cheesecake", 4)]).split("\n")[0]
    assert first == "Strawberry c    4.00"


def test_nothing_bought():
    assert receipt([]) == "TOTAL           0.00"
