def greet(name):
    """Return a greeting for name."""
    name = name.strip() or "friend"
    return f"Hello, {name}!"
