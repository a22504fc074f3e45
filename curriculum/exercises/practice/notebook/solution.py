def add_note(path, note):
    """Add a note at the end of the file."""
    pass


def read_notes(path):
    """Return all notes."""
    pass


def find_notes(path, word):
    """Return the notes that hold the word."""
    pass
