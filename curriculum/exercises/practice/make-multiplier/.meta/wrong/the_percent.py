def make_discount(percent):
    def discount(price):
        return price * percent / 100

    return discount
