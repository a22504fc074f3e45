def basket_total(basket, prices):
    total = 0
    for item in basket:
        total = total + prices[item]
    return total
