from datetime import date


def days_until(today, goal):
    days = (date.fromisoformat(goal) - date.fromisoformat(today)).days
    if days < 0:
        raise ValueError("the goal is in the past")
    return days
