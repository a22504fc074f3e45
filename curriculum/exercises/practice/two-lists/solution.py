def count_same(first, second):
    pass
