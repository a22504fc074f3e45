def count_same(first, second):
    same = 0
    for one in first:
        if one in second:
            same = same + 1
    return same
