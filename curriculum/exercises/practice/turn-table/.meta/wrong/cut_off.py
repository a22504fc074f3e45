def turn(table):
    return [list(column) for column in zip(*table)]
