class Snack:
    def __init__(self, items, count):
        self.items = iter(items[:count])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.items)
