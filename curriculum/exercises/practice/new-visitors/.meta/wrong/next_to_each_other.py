def count_returns(visitors):
    returns = 0
    last = ""
    for name in visitors:
        if name == last:
            returns = returns + 1
        last = name
    return returns
