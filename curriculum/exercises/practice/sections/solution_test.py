import pytest
from solution import Section


def test_prints_start_and_end(capsys):
    with Section("cooking"):
        print("stir")
    assert capsys.readouterr().out == "> cooking\nstir\n< cooking\n"


def test_gives_itself_to_the_block():
    with Section("reading") as section:
        assert section.name == "reading"
        assert section.failed is False


def test_an_error_goes_on_and_is_marked(capsys):
    section = Section("risky")
    with pytest.raises(KeyError), section:
        raise KeyError("oops")
    assert capsys.readouterr().out == "> risky\n! risky\n"
    assert section.failed is True


def test_a_good_end_is_no_failure():
    section = Section("calm")
    with section:
        pass
    assert section.failed is False


def test_nothing_is_printed_before_the_block(capsys):
    section = Section("later")
    assert capsys.readouterr().out == ""
    assert section.name == "later"


def test_sections_inside_each_other(capsys):
    with Section("a"), Section("b"):
        pass
    assert capsys.readouterr().out == "> a\n> b\n< b\n< a\n"
