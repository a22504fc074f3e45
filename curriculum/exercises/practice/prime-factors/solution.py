def prime_factors(number):
    """Return the prime factors of number, the smallest first."""
    pass
