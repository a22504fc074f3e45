class Point:
    """A point with coordinates x and y."""


def longest_leg(points):
    """Return the greatest distance between two neighbours."""
    pass
