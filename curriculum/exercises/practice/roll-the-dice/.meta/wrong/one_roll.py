def roll(count, source):
    return [source.randint(1, 6)] * count
