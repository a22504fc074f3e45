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


def test_weekend(run):
    """You sleep in on Saturday and on Sunday"""
    assert run("Saturday", "no").endswith("Sleep in\n")
    assert run("Sunday", "no").endswith("Sleep in\n")


def test_school_day(run):
    """You get up on a Monday with school"""
    assert run("Monday", "no").endswith("Get up\n")


def test_holidays(run):
    """You sleep in on a Monday in the holidays"""
    assert run("Monday", "yes").endswith("Sleep in\n")
