def all_guests(first, second):
    return sorted(set(first) | set(second))


def on_both(first, second):
    return sorted(set(first) & set(second))


def only_on_one(first, second):
    return sorted(set(first) - set(second))
