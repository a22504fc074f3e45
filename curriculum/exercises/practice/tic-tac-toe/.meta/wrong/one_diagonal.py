def winner(grid):
    lines = grid + [[row[c] for row in grid] for c in range(3)] + [[grid[i][i] for i in range(3)]]
    for player in ["X", "O"]:
        if [player] * 3 in lines:
            return player
    return ""
