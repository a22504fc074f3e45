def basket_total(basket, prices):
    """Return the price of the basket in cents."""
    return sum(prices[item] * number for item, number in basket.items())
