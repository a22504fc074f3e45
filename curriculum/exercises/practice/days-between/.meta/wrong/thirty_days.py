def days_until(today, goal):
    year, month, day = [int(part) for part in goal.split("-")]
    from_year, from_month, from_day = [int(part) for part in today.split("-")]
    days = (year - from_year) * 365 + (month - from_month) * 30 + day - from_day
    if days < 0:
        raise ValueError("the goal is in the past")
    return days
