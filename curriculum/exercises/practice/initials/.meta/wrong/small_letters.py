def initials(name):
    result = ""
    for word in name.split():
        result = result + word[0] + "."
    return result
