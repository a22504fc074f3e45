def greet(name):
    """Return a greeting for name."""
    name = name.strip()
    if name == "":
        name = "friend"
    return f"Hello, {name}!"
