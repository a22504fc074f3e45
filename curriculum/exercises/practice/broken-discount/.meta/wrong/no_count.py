def total(basket, prices):
    result = 0
    for thing, count in basket.items():
        result = result + prices[thing]
    if result >= 50:
        result = result - 10
    return result
