import itertools

import pytest
from solution import countdown, portions


def test_counts_down_to_one():
    assert list(countdown(4)) == [4, 3, 2, 1]


def test_countdown_from_zero_gives_nothing():
    assert list(countdown(0)) == []
    assert list(countdown(-3)) == []


def test_countdown_gives_one_value_at_a_time():
    assert next(countdown(10**9)) == 10**9


def test_the_last_portion_may_be_shorter():
    assert list(portions("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]


def test_portions_that_fit_exactly():
    assert list(portions([1, 2, 3, 4], 2)) == [[1, 2], [3, 4]]
    assert list(portions([], 3)) == []


def test_portions_of_one_item():
    assert list(portions("ab", 1)) == [["a"], ["b"]]


def test_portions_of_endless_items():
    assert next(portions(itertools.count(), 3)) == [0, 1, 2]


def test_portions_do_not_look_ahead():
    items = iter(range(10))
    assert next(portions(items, 3)) == [0, 1, 2]
    assert next(items) == 3


def test_a_size_below_one_is_refused():
    with pytest.raises(ValueError):
        next(portions([1], 0))
