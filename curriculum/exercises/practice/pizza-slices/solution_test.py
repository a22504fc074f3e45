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


def test_three_friends(run):
    """Three friends get 2 slices each, and 2 are left over"""
    assert run("3").endswith("Each gets 2\nLeft over 2\n")


def test_four_friends(run):
    """With four friends nothing is left over"""
    assert run("4").endswith("Each gets 2\nLeft over 0\n")


def test_ten_friends(run):
    """With ten friends nobody gets a whole slice"""
    assert run("10").endswith("Each gets 0\nLeft over 8\n")
