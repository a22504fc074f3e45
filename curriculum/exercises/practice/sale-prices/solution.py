def on_sale(prices, most):
    pass
