def parse_number(text):
    """Return the number a text holds, or raise ValueError."""
    pass


def average(texts):
    """Return the average of the texts that hold a number, or None."""
    pass
