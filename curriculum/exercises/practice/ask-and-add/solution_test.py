import io

import pytest
from solution import main


@pytest.fixture
def talk(monkeypatch, capsys):
    def run(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(line + "\n" for line in lines)))
        main()
        return capsys.readouterr().out

    return run


def test_adds_what_was_typed(talk):
    assert talk("5", "7", "").strip().endswith("Sum: 12")


def test_negative_numbers(talk):
    assert talk("10", "-15", "").strip().endswith("Sum: -5")


def test_nothing_typed(talk):
    assert talk("").strip().endswith("Sum: 0")


def test_asks_for_every_number(talk):
    assert talk("1", "2", "3", "").count("Number: ") == 4, "ask with input('Number: ') each time"


def test_goes_on_after_a_line_that_is_no_number(talk):
    said = talk("4", "four", "5", "")
    assert said.count("Not a number\n") == 1
    assert said.strip().endswith("Sum: 9")
