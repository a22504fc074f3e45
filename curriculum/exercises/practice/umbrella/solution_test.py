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


def test_rain(run):
    """In the rain you take an umbrella"""
    assert run("rain").endswith("Take an umbrella\n")
    assert "Enjoy" not in run("rain")


def test_sun(run):
    """In the sun you enjoy the day"""
    assert run("sun").endswith("Enjoy the day\n")


def test_wind(run):
    """In the wind you enjoy the day, too"""
    assert run("wind").endswith("Enjoy the day\n")
