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


def test_fifteen(run):
    """Somebody who is 15 will be 16"""
    assert run("15").endswith("Next year you will be 16\n")


def test_ninety_nine(run):
    """Somebody who is 99 will be 100"""
    assert run("99").endswith("Next year you will be 100\n")
