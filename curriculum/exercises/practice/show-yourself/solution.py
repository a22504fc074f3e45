class Time:
    pass
