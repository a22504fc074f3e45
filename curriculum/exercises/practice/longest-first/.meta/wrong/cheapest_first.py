def by_price(things):
    return sorted(things, key=lambda thing: thing[1])
