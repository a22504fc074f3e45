def hottest(temperatures):
    best = temperatures[0]
    for temperature in temperatures:
        best = temperature
    return best
