from datetime import date


def days_until(today, goal):
    return (date.fromisoformat(goal) - date.fromisoformat(today)).days
