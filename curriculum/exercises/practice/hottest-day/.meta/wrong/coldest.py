def hottest(temperatures):
    best = temperatures[0]
    for temperature in temperatures:
        if temperature < best:
            best = temperature
    return best
