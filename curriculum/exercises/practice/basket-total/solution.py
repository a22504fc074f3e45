def basket_total(basket, prices):
    """Return the price of the basket in cents."""
    pass
