def make_discount(percent):
    return 50 * (100 - percent) / 100
