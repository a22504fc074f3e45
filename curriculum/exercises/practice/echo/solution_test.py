import pytest
from solution import echo


@pytest.fixture
def shown(capsys):
    def call(word, times):
        capsys.readouterr()
        echo(word, times)
        return capsys.readouterr().out

    return call


def test_three_times(shown):
    """The word Hello comes three times"""
    assert shown("Hello", 3) == "Hello\nHello\nHello\n"


def test_another_word(shown):
    """Another word comes twice"""
    assert shown("Hey", 2) == "Hey\nHey\n"


def test_never(shown):
    """Zero times shows nothing"""
    assert shown("Hello", 0) == ""
