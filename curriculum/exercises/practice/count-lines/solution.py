def count_lines(path):
    pass
