def count_same(first, second):
    same = 0
    for place in range(len(first)):
        if first[place] == second[place]:
            same = same + 1
    return same
