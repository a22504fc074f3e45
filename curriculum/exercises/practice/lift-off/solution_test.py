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


def test_three(run):
    """From 3 it counts 3, 2, 1 and lifts off"""
    assert run("3").removeprefix("Start: ") == "3\n2\n1\nLift off!\n"


def test_one(run):
    """From 1 it counts 1 and lifts off"""
    assert run("1").removeprefix("Start: ") == "1\nLift off!\n"


def test_zero(run):
    """From 0 it lifts off at once"""
    assert run("0").removeprefix("Start: ") == "Lift off!\n"
