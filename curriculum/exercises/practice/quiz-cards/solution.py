from dataclasses import dataclass


class Card:
    pass


def total(cards):
    pass
