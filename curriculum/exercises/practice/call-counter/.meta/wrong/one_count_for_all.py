import functools

count = {"calls": 0}


def count_calls(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        count["calls"] += 1
        wrapper.calls = count["calls"]
        return function(*args, **kwargs)

    wrapper.calls = 0
    count["calls"] = 0
    return wrapper
