def all_guests(first, second):
    """Return everyone who is on any of the lists."""
    return sorted(set(first) | set(second))


def on_both(first, second):
    """Return those who are on both lists."""
    return sorted(set(first) & set(second))


def only_on_one(first, second):
    """Return those who are on just one list."""
    return sorted(set(first) ^ set(second))
