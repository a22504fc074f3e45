def flatten(box):
    result = []
    for thing in box:
        if isinstance(thing, list):
            result.extend(thing)
        else:
            result.append(thing)
    return result
