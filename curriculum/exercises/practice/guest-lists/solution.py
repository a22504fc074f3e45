def all_guests(first, second):
    """Return everyone who is on any of the lists."""
    pass


def on_both(first, second):
    """Return those who are on both lists."""
    pass


def only_on_one(first, second):
    """Return those who are on just one list."""
    pass
