def roll(count, source):
    pass
