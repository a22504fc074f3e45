from solution import tick_tock


def test_the_first_four():
    assert tick_tock(4) == ["1", "2", "tick", "tock"]


def test_both_divide_twelve():
    assert tick_tock(12)[-1] == "tick-tock"


def test_the_list_is_as_long_as_the_count():
    assert len(tick_tock(30)) == 30, "count up to n itself, not just before it"


def test_numbers_are_texts():
    """Numbers are strings"""
    assert tick_tock(1) == ["1"]


def test_how_often_each_is_heard():
    heard = tick_tock(24)
    assert [heard.count(sound) for sound in ("tick", "tock", "tick-tock")] == [6, 4, 2]


def test_counting_to_nothing():
    assert tick_tock(0) == []
