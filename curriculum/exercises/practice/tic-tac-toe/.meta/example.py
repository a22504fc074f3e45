def winner(grid):
    columns = [[row[c] for row in grid] for c in range(3)]
    falling = [grid[i][i] for i in range(3)]
    rising = [grid[i][2 - i] for i in range(3)]
    lines = grid + columns + [falling, rising]
    for player in ["X", "O"]:
        if [player, player, player] in lines:
            return player
    return ""
