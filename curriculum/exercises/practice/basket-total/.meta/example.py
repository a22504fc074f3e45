def basket_total(basket, prices):
    """Return the price of the basket in cents."""
    total = 0
    for item, number in basket.items():
        total = total + prices[item] * number
    return total
