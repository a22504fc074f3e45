def turn(table):
    return list(zip(*table, strict=True))
