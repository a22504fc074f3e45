def count_same(first, second):
    same = 0
    for one, other in zip(first, second):
        if one == other:
            same = same + 1
    return same
