import random

from solution import roll


def test_count():
    """There are as many rolls as asked for"""
    assert len(roll(5, random.Random(1))) == 5
    assert roll(0, random.Random(1)) == []


def test_sides():
    """In many rolls every side from 1 to 6 comes up, and no other"""
    assert set(roll(300, random.Random(2))) == {1, 2, 3, 4, 5, 6}


def test_source():
    """The rolls come from the given source"""
    expected = random.Random(7)
    assert roll(4, random.Random(7)) == [expected.randint(1, 6) for _ in range(4)]
