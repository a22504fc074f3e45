def initials(name):
    return name.strip()[:1].upper() + "."
