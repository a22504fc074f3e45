def mines_around(field, row, column):
    mines = 0
    for r in range(row - 1, row + 2):
        for c in range(column - 1, column + 2):
            inside = r < len(field) and c < len(field[0])
            if inside and (r, c) != (row, column) and field[r][c] == "*":
                mines = mines + 1
    return mines
