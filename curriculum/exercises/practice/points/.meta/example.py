import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A point with coordinates x and y."""

    x: float
    y: float

    def moved(self, dx, dy):
        """Return the point that lies dx and dy further."""
        return Point(self.x + dx, self.y + dy)

    def distance_to(self, other):
        """Return the straight distance to another point."""
        return math.hypot(self.x - other.x, self.y - other.y)


def longest_leg(points):
    """Return the greatest distance between two neighbours."""
    legs = [first.distance_to(second) for first, second in zip(points, points[1:])]
    return max(legs, default=0)
