def count_calls(function):
    """Wrap a function so that it counts its calls."""
    pass
