def greet(name):
    name = name.strip()
    if name == "":
        name = "friend"
    print(f"Hello, {name}!")
