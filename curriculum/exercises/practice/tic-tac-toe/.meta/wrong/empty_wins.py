def winner(grid):
    lines = grid + [[row[c] for row in grid] for c in range(3)]
    lines = lines + [[grid[i][i] for i in range(3)], [grid[i][2 - i] for i in range(3)]]
    for line in lines:
        if line[0] == line[1] == line[2]:
            return line[0]
    return ""
