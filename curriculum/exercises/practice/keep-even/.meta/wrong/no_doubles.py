def keep_even(numbers):
    kept = []
    for number in numbers:
        if number % 2 == 0 and number not in kept:
            kept.append(number)
    return kept
