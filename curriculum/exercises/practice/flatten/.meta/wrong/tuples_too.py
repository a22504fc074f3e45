def flatten(box):
    result = []
    for thing in box:
        if isinstance(thing, (list, tuple)):
            result.extend(flatten(thing))
        else:
            result.append(thing)
    return result
