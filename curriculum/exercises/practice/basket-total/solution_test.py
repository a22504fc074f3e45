import pytest
from solution import basket_total

PRICES = {"apple": 40, "bread": 250, "sticker": 0}


def test_adds_up_items_and_numbers():
    assert basket_total({"apple": 3, "bread": 1}, PRICES) == 370


def test_one_item():
    assert basket_total({"bread": 2}, PRICES) == 500


def test_an_empty_basket_costs_nothing():
    assert basket_total({}, PRICES) == 0


def test_a_price_of_zero_is_a_price():
    assert basket_total({"sticker": 5, "apple": 1}, PRICES) == 40


def test_an_item_without_a_price_is_an_error():
    with pytest.raises(KeyError, match="cheese"):
        basket_total({"cheese": 1}, PRICES)


def test_prices_come_from_the_list_that_was_given():
    assert basket_total({"apple": 1}, {"apple": 55}) == 55
