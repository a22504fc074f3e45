from solution import flatten


def test_a_flat_list():
    assert flatten([1, 2, 3]) == [1, 2, 3]


def test_boxes_in_boxes():
    assert flatten([1, [2, [3, 4]], 5]) == [1, 2, 3, 4, 5]


def test_empty_boxes_vanish():
    assert flatten([[], [[]]]) == []
    assert flatten([[], 1, [[]]]) == [1]


def test_a_very_deep_box():
    box = ["treasure"]
    for _ in range(50):
        box = [box]
    assert flatten(box) == ["treasure"]


def test_texts_and_tuples_stay_whole():
    """Strings and tuples stay whole"""
    assert flatten(["ab", [(1, 2)]]) == ["ab", (1, 2)]


def test_the_given_box_stays_as_it_was():
    box = [1, [2]]
    assert flatten(box) == [1, 2]
    assert box == [1, [2]]
