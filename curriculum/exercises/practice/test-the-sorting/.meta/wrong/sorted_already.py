def check(sort):
    assert sort([]) == []
    assert sort([1, 2, 2]) == [1, 2, 2]
