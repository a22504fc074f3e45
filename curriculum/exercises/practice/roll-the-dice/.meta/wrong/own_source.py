import random


def roll(count, source):
    return [random.randint(1, 6) for number in range(count)]
