from solution import greet


def test_greets_by_name():
    assert greet("Ada") == "Hello, Ada!"


def test_greets_another_name():
    assert greet("Guido") == "Hello, Guido!", "use the name that was given"


def test_spaces_around_the_name_do_not_count():
    assert greet("  Grace ") == "Hello, Grace!"


def test_spaces_inside_the_name_stay():
    assert greet("Mary Ann") == "Hello, Mary Ann!"


def test_an_empty_name_greets_a_friend():
    assert greet("") == "Hello, friend!"


def test_a_name_of_spaces_greets_a_friend():
    assert greet("   ") == "Hello, friend!"
