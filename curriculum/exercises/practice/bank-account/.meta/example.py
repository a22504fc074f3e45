class NotEnoughMoney(Exception):
    """The account holds less than was asked for."""


class Account:
    """A bank account with an owner and a balance."""

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []

    def deposit(self, amount):
        """Put money in."""
        self._check(amount)
        self._change(amount)

    def withdraw(self, amount):
        """Take money out, if there is enough."""
        self._check(amount)
        if amount > self.balance:
            raise NotEnoughMoney(f"{self.balance} is less than {amount}")
        self._change(-amount)

    def _change(self, amount):
        self.balance += amount
        self.history.append(amount)

    @staticmethod
    def _check(amount):
        if amount <= 0:
            raise ValueError("an amount must be above zero")
