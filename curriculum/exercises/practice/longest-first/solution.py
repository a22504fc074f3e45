def by_price(things):
    pass
