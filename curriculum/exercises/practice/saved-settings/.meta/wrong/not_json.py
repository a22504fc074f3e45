def save(path, settings):
    with open(path, "w", encoding="utf-8") as file:
        file.write(repr(settings))


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            return eval(file.read())
    except FileNotFoundError:
        return {"sound": True, "level": 1}
