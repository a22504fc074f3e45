def average(numbers):
    total = 0
    for number in numbers:
        total = total + number
    return total / 2
