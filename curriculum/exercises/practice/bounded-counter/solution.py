class Snack:
    pass
