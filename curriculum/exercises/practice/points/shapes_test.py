import pytest
from shapes import Point, longest_leg


def test_points_know_and_show_their_numbers():
    assert repr(Point(3, 4)) == "Point(x=3, y=4)"
    assert (Point(3, 4).x, Point(3, 4).y) == (3, 4)


def test_points_with_the_same_numbers_are_equal():
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(2, 1)


def test_a_point_never_changes():
    point = Point(1, 2)
    with pytest.raises(AttributeError):
        point.x = 5
    assert len({point, Point(1, 2)}) == 1


def test_moving_makes_a_new_point():
    point = Point(1, 2)
    assert point.moved(3, -2) == Point(4, 0)
    assert point == Point(1, 2)


def test_distance():
    """Two points know the straight distance between them"""
    assert Point(0, 0).distance_to(Point(3, 4)) == pytest.approx(5)
    assert Point(1, 1).distance_to(Point(1, 1)) == 0


def test_the_longest_leg_of_a_walk():
    assert longest_leg([Point(0, 0), Point(0, 1), Point(0, 9), Point(5, 9)]) == pytest.approx(8)


def test_a_walk_without_legs():
    assert longest_leg([]) == 0
    assert longest_leg([Point(7, 7)]) == 0
