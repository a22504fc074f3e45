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


def test_small_children(run):
    """Small children are free, up to the age of 5"""
    assert run("3").endswith("Free\n")
    assert run("5").endswith("Free\n")


def test_from_six(run):
    """From 6 on, a ticket costs 5 euros"""
    assert run("6").endswith(" 5 euros\n")
    assert run("17").endswith(" 5 euros\n")


def test_adults(run):
    """From 18 on, a ticket costs 9 euros"""
    assert run("18").endswith(" 9 euros\n")
    assert run("70").endswith(" 9 euros\n")
