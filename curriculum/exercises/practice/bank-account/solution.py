class NotEnoughMoney(Exception):
    """The account holds less than was asked for."""


class Account:
    """A bank account with an owner and a balance."""
