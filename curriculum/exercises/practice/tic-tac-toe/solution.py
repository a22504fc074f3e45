def winner(grid):
    pass
