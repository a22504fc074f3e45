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
    """Counting to three shows 1, 2 and 3"""
    assert run("3").removeprefix("Up to: ") == "1\n2\n3\n"


def test_one(run):
    """Counting to one shows just 1"""
    assert run("1").removeprefix("Up to: ") == "1\n"


def test_zero(run):
    """Counting to zero shows nothing"""
    assert run("0").removeprefix("Up to: ") == ""
