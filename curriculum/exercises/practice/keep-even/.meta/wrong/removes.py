def keep_even(numbers):
    for number in list(numbers):
        if number % 2 != 0:
            numbers.remove(number)
    return numbers
