def make_discount(percent):
    def discount(price):
        return price * (100 - percent) / 100

    return discount
