def greet(name):
    """Return a greeting for name."""
    pass
