def all_guests(first, second):
    return sorted(first + second)


def on_both(first, second):
    return sorted(name for name in first if name in second)


def only_on_one(first, second):
    return sorted(set(first) ^ set(second))
