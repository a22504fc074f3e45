def count_returns(visitors):
    seen = set()
    returns = 0
    for name in visitors:
        if name in seen:
            returns = returns + 1
        else:
            seen.add(name)
    return returns
