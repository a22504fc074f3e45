def every_other(items):
    return [item for place, item in enumerate(items) if place % 2 == 0]
