def count_returns(visitors):
    returned = set()
    seen = set()
    for name in visitors:
        if name in seen:
            returned.add(name)
        seen.add(name)
    return len(returned)
