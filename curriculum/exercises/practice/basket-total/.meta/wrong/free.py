def basket_total(basket, prices):
    total = 0
    for item, number in basket.items():
        total = total + prices.get(item, 0) * number
    return total
