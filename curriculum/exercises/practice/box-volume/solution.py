def area(length, width):
    pass


def volume(length, width, height):
    pass
