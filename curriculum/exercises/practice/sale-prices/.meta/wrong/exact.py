def on_sale(prices, most):
    return {thing: price / 2 for thing, price in prices.items() if price <= most}
