current = 0


def make_discount(percent):
    global current
    current = percent

    def discount(price):
        return price * (100 - current) / 100

    return discount
