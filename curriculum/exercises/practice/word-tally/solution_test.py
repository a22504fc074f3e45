from solution import tally


def test_counts_each_word():
    assert tally("tea or coffee or tea") == {"tea": 2, "or": 2, "coffee": 1}


def test_capital_and_small_letters_are_the_same():
    assert tally("Go go GO") == {"go": 3}


def test_marks_are_not_part_of_a_word():
    assert tally("Well, well! Six: six.") == {"well": 2, "six": 2}


def test_a_mark_inside_a_word_stays():
    assert tally("it's 3:15 now") == {"it's": 1, "3:15": 1, "now": 1}


def test_a_mark_alone_is_no_word():
    assert tally("yes ! no") == {"yes": 1, "no": 1}


def test_no_words():
    assert tally("") == {}
    assert tally(" \n ") == {}
