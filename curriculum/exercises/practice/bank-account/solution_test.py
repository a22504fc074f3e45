import pytest
from solution import Account, NotEnoughMoney


def test_a_new_account():
    account = Account("Mia")
    assert (account.owner, account.balance, account.history) == ("Mia", 0, [])


def test_an_account_that_starts_with_money():
    assert Account("Tom", 50).balance == 50
    assert Account("Tom", 50).history == []


def test_deposit_and_withdraw():
    account = Account("Mia")
    account.deposit(50)
    account.withdraw(20)
    assert account.balance == 30
    assert account.history == [50, -20]


def test_everything_can_be_withdrawn():
    account = Account("Mia", 10)
    account.withdraw(10)
    assert account.balance == 0


def test_more_than_there_is_cannot():
    account = Account("Mia", 10)
    with pytest.raises(NotEnoughMoney):
        account.withdraw(11)
    assert (account.balance, account.history) == (10, [])


@pytest.mark.parametrize("amount", [0, -5])
def test_amounts_must_be_above_zero(amount):
    account = Account("Mia", 10)
    with pytest.raises(ValueError):
        account.deposit(amount)
    with pytest.raises(ValueError):
        account.withdraw(amount)
    assert account.balance == 10


def test_each_account_has_its_own_history():
    first, second = Account("Mia"), Account("Tom")
    first.deposit(1)
    assert second.history == []
