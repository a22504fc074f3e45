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


def test_leonard(run):
    """Leonard becomes LEO"""
    assert run("Leonard").endswith("Hi LEO\n")


def test_sandra(run):
    """Sandra becomes SAN"""
    assert run("Sandra").endswith("Hi SAN\n")


def test_short(run):
    """A short name stays whole: Al becomes AL"""
    assert run("Al").endswith("Hi AL\n")
