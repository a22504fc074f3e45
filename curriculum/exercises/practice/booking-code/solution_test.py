import pytest
from solution import parse_code


def test_good():
    """A good code is taken apart"""
    assert parse_code("AB-123") == ("AB", 123)


def test_zeros():
    """Zeros in front do not change the number"""
    assert parse_code("QX-0007") == ("QX", 7)


def test_lengths():
    """One digit and four digits are fine"""
    assert parse_code("AB-1") == ("AB", 1)
    assert parse_code("AB-9999") == ("AB", 9999)


@pytest.mark.parametrize("code", ["ab-123", "A-123", "ABC-123", "AB123", "", "AB_1"])
def test_letters(code):
    """Wrong letters or a missing hyphen are refused"""
    with pytest.raises(ValueError):
        parse_code(code)


@pytest.mark.parametrize("code", ["AB-", "AB-12345", "AB-1x"])
def test_digits(code):
    """No digits, too many digits and other characters are refused"""
    with pytest.raises(ValueError):
        parse_code(code)


@pytest.mark.parametrize("code", [" AB-123", "AB-123 ", "my AB-123", "AB-123\n"])
def test_whole(code):
    """The whole string must be the code"""
    with pytest.raises(ValueError):
        parse_code(code)
