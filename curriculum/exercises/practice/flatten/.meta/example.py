def flatten(box):
    """Return everything in the box as one list."""
    result = []
    for thing in box:
        if isinstance(thing, list):
            result.extend(flatten(thing))
        else:
            result.append(thing)
    return result
