def prime_factors(number):
    if number < 1:
        raise ValueError("only numbers from 1 on have prime factors")
    factors = []
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    return factors
