def mines_around(field, row, column):
    pass
