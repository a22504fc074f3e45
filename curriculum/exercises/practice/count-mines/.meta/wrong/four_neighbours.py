def mines_around(field, row, column):
    mines = 0
    for r, c in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]:
        if 0 <= r < len(field) and 0 <= c < len(field[r]) and field[r][c] == "*":
            mines = mines + 1
    return mines
