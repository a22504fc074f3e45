from solution import initials


def test_two_names():
    assert initials("Ada Lovelace") == "A.L."


def test_three_names_in_small_letters():
    assert initials("grace brewster hopper") == "G.B.H.", "initials are capital letters"


def test_one_name():
    assert initials("Plato") == "P."


def test_extra_spaces_make_no_difference():
    assert initials("  Alan   Turing ") == "A.T."


def test_no_name_at_all():
    assert initials("") == ""
    assert initials("   ") == ""
