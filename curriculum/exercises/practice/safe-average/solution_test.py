import pytest
from solution import average, parse_number


def test_parses_a_number():
    assert parse_number("42") == 42.0


def test_spaces_and_a_decimal_comma_are_fine():
    assert parse_number(" 3,5 ") == 3.5


@pytest.mark.parametrize("text", ["three", "", "1,2,3"])
def test_anything_else_is_a_value_error_that_shows_the_text(text):
    """Anything else is a value error that shows the text"""
    with pytest.raises(ValueError) as caught:
        parse_number(text)
    assert text in str(caught.value)


def test_the_message_names_what_was_given():
    with pytest.raises(ValueError, match="three"):
        parse_number("three")


def test_average_leaves_out_what_is_no_number():
    assert average(["1", "x", "2"]) == pytest.approx(1.5)


def test_a_zero_counts():
    assert average(["0", "4"]) == pytest.approx(2)


def test_no_number_at_all():
    assert average(["?", ""]) is None, "without a number there is no average"
    assert average(["5"]) == pytest.approx(5)
