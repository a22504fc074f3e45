def digit_sum(number):
    total = number % 10 + number // 10 % 10 + number // 100 % 10
    return total
