def count_lines(path):
    count = 0
    with open(path, encoding="ascii") as file:
        for line in file:
            if line.strip():
                count = count + 1
    return count
