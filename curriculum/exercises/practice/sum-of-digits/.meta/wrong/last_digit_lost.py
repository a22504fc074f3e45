def digit_sum(number):
    if number < 10:
        return number
    return digit_sum(number // 10)
