def mines_around(field, row, column):
    mines = 0
    for r in range(row - 1, row + 2):
        for c in range(column - 1, column + 2):
            if 0 <= r < len(field) and 0 <= c < len(field[r]) and field[r][c] == "*":
                mines = mines + 1
    return mines
