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


def test_ada(run):
    """Ada is greeted by her name"""
    assert run("Ada").endswith("Nice to meet you Ada\n")


def test_somebody_else(run):
    """Somebody else is greeted by their own name"""
    assert run("Tom").endswith("Nice to meet you Tom\n")
