import json


def save(path, settings):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(settings, file)


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"sound": True, "level": 1}
