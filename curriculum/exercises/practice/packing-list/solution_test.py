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


def test_shown(run):
    """The program shows the number and each thing"""
    assert run("socks", "book", "torch").endswith("3 things\nsocks\nbook\ntorch\n")


def test_list(run):
    """The answers are in the list bag, in order"""
    run("map", "tent", "map")
    assert run.names["bag"] == ["map", "tent", "map"]
