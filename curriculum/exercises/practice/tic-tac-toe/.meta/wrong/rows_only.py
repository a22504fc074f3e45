def winner(grid):
    for player in ["X", "O"]:
        if [player] * 3 in grid:
            return player
    return ""
