def greet(name):
    if name == "":
        name = "friend"
    return f"Hello, {name}!"
