import math


def tins(radius):
    pass
