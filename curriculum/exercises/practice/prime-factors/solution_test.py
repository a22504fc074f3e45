import pytest
from solution import prime_factors


def test_a_product_of_small_primes():
    assert prime_factors(12) == [2, 2, 3]


def test_a_prime_is_its_own_factor():
    assert prime_factors(13) == [13]
    assert prime_factors(2) == [2]


def test_a_square_of_a_prime():
    assert prime_factors(49) == [7, 7]


def test_one_has_no_factors():
    assert prime_factors(1) == []


def test_a_power_of_two():
    assert prime_factors(1024) == [2] * 10


def test_a_large_prime_does_not_take_long():
    assert prime_factors(1_000_000_007) == [1_000_000_007]


@pytest.mark.parametrize("number", [0, -12])
def test_zero_and_negative_numbers_are_refused(number):
    with pytest.raises(ValueError):
        prime_factors(number)
