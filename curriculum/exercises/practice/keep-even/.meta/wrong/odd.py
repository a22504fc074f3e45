def keep_even(numbers):
    return [number for number in numbers if number % 2 == 1]
