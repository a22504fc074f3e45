def area(length, width):
    return length * width


def volume(length, width, height):
    return area(length, width) * height
