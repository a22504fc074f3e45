import math


def tins(radius):
    return round(math.pi * radius * radius / 9)
