def count_lines(path):
    with open(path, encoding="utf-8") as file:
        return len(file.readlines())
