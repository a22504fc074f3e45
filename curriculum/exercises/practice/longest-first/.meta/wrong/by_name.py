def by_price(things):
    return sorted(things, reverse=True)
