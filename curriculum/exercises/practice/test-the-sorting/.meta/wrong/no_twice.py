def check(sort):
    assert sort([]) == []
    assert sort([10, 9, -5]) == [-5, 9, 10]
    numbers = [3, 1, 2]
    sort(numbers)
    assert numbers == [3, 1, 2]
