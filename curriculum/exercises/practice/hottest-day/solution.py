def hottest(temperatures):
    pass
