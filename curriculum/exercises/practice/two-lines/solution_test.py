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


def test_first_line(run):
    """The first line tells how many days a week has"""
    assert run().splitlines()[:1] == ["A week has 7 days"]


def test_second_line(run):
    """The second line is I like all of them"""
    assert run().splitlines()[1:] == ["I like all of them"]
