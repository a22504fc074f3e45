def initials(name):
    """Return the initials of a name, each followed by a point."""
    result = ""
    for word in name.split():
        result = result + word[0].upper() + "."
    return result
