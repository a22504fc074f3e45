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


def test_lines(run):
    """The program shows both lines"""
    assert run() == "My lucky number is 13\nI dream of 13 every night\n"


def test_variable(run):
    """The number is kept in a variable called lucky"""
    run()
    assert run.names["lucky"] == 13
