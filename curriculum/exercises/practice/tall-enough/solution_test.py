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


def test_tall(run):
    """Somebody of 150 may ride"""
    assert run("150").endswith("May ride: True\n")


def test_small(run):
    """Somebody of 120 may not ride"""
    assert run("120").endswith("May ride: False\n")


def test_exact(run):
    """Somebody of exactly 140 may ride"""
    assert run("140").endswith("May ride: True\n")


def test_nearly(run):
    """Somebody of 139 may not ride yet"""
    assert run("139").endswith("May ride: False\n")
