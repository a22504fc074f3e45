def add_note(path, note):
    with open(path, "a", encoding="utf-8") as file:
        file.write(note + "\n")


def read_notes(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


def find_notes(path, word):
    return [note for note in read_notes(path) if word.lower() in note.lower()]
