class Snack:
    def __init__(self, items, count):
        self.items = items
        self.count = count
        self.given = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.given == self.count or not self.items:
            raise StopIteration
        item = self.items[self.given % len(self.items)]
        self.given = self.given + 1
        return item
