def by_price(things):
    things.sort(key=lambda thing: thing[1], reverse=True)
    return things
