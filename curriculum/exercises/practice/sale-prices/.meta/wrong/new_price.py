def on_sale(prices, most):
    return {thing: price for thing, price in prices.items() if price <= most}
