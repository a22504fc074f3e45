def initials(name):
    """Return the initials of a name, each followed by a point."""
    return "".join(f"{word[0].upper()}." for word in name.split())
