import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    x: float
    y: float

    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)

    def distance_to(self, other):
        return math.hypot(self.x - other.x, self.y - other.y)


def longest_leg(points):
    return max([first.distance_to(second) for first, second in zip(points, points[1:])])
