import pytest
from solution import turn


def test_two_rows_become_two_columns():
    assert turn([[1, 2, 3], [4, 5, 6]]) == [[1, 4], [2, 5], [3, 6]]


def test_one_row_becomes_one_column():
    assert turn([["a", "b"]]) == [["a"], ["b"]]


def test_turning_twice_gives_the_table_back():
    table = [[1, 2], [3, 4], [5, 6]]
    assert turn(turn(table)) == table


def test_the_given_table_stays_as_it_was():
    table = [[1, 2], [3, 4]]
    assert turn(table) == [[1, 3], [2, 4]]
    assert table == [[1, 2], [3, 4]]


def test_an_empty_table():
    assert turn([]) == []


def test_rows_of_different_length_are_refused():
    with pytest.raises(ValueError):
        turn([[1, 2], [3]])
