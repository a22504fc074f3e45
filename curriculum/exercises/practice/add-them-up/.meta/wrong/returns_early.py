def add_positive(numbers):
    total = 0
    for number in numbers:
        if number > 0:
            total = total + number
        return total
    return total
