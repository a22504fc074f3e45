from solution import keep_even


def test_keeps_even_numbers_in_order():
    assert keep_even([3, 8, 5, 2]) == [8, 2]


def test_zero_and_negative_numbers():
    assert keep_even([-4, -3, 0]) == [-4, 0]


def test_none_is_even():
    assert keep_even([1, 3, 5]) == []


def test_an_empty_list():
    assert keep_even([]) == []


def test_numbers_that_come_twice_stay_twice():
    assert keep_even([2, 2, 7]) == [2, 2]


def test_the_given_list_stays_as_it_was():
    numbers = [1, 2, 3, 4]
    kept = keep_even(numbers)
    assert kept == [2, 4]
    assert numbers == [1, 2, 3, 4], "do not remove anything from the list you were given"
