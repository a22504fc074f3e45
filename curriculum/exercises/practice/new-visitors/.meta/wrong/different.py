def count_returns(visitors):
    return len(set(visitors))
