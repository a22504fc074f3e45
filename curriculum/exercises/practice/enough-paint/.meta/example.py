import math


def tins(radius):
    area = math.pi * radius * radius
    return math.ceil(area / 9)
