def count_returns(visitors):
    pass
