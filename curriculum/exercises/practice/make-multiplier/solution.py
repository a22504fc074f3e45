def make_discount(percent):
    pass
