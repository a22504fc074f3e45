def check(sort):
    assert sort([]) == []
    assert sort([2, 1, 2]) == [1, 2, 2]
    assert sort([10, 9, -5]) == [-5, 9, 10]
