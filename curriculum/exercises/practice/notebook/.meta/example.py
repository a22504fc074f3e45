def add_note(path, note):
    """Add a note at the end of the file."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(" ".join(note.splitlines()) + "\n")


def read_notes(path):
    """Return all notes."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


def find_notes(path, word):
    """Return the notes that hold the word."""
    return [note for note in read_notes(path) if word.lower() in note.lower()]
