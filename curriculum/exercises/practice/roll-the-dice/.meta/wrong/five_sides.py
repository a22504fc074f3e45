def roll(count, source):
    return [source.randint(1, 5) for number in range(count)]
