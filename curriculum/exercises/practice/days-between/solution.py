from datetime import date


def days_until(today, goal):
    pass
