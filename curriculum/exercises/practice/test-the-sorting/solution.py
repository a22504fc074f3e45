def check(sort):
    assert sort([1, 2, 3]) == [1, 2, 3]
