from solution import Time


def test_shows_itself():
    """A time shows hours and minutes with two digits"""
    assert str(Time(9, 5)) == "09:05"
    assert str(Time(23, 59)) == "23:59"


def test_equal():
    """Two times with the same hours and minutes are equal"""
    assert Time(9, 5) == Time(9, 5)


def test_not_equal():
    """Other hours or other minutes make another time"""
    assert Time(9, 5) != Time(9, 6)
    assert Time(9, 5) != Time(8, 5)


def test_later():
    """Minutes can reach into the next hour"""
    assert str(Time(9, 50).later(5)) == "09:55"
    assert str(Time(9, 50).later(10)) == "10:00"
    assert str(Time(9, 50).later(135)) == "12:05"


def test_midnight():
    """After 23:59 comes 00:00"""
    assert str(Time(23, 59).later(1)) == "00:00"
    assert str(Time(12, 0).later(24 * 60)) == "12:00"


def test_new_object():
    """The old time stays as it was"""
    start = Time(9, 50)
    start.later(20)
    assert str(start) == "09:50"
    assert str(start.later(20)) == "10:10"
