def add_positive(numbers):
    pass
