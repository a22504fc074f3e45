import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_letters(run):
    """There is a line for each letter"""
    assert run("Ace").count("Give me ") == 3
    assert "Give me A\nGive me c\nGive me e\n" in run("Ace")


def test_name_at_the_end(run):
    """The whole name comes once, at the end"""
    assert run("Ace").endswith("Give me e\nAce\n")


def test_another_team(run):
    """Another team gets its own letters"""
    assert run("Xo").endswith("Give me X\nGive me o\nXo\n")
