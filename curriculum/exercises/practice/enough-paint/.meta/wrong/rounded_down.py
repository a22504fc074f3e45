import math


def tins(radius):
    return int(math.pi * radius * radius / 9)
