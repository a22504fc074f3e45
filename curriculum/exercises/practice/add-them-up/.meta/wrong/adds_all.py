def add_positive(numbers):
    total = 0
    for number in numbers:
        total = total + number
    return total
