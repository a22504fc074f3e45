"""Tests in the opposite order, as plain pytest runs them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.authoring.reversed_tests import reverse

NOTED = """
import unittest
import pytest

def note(name):
    with open("order.txt", "a") as file:
        file.write(name + " ")
"""
FUNCTIONS = """
def test_b(): note("b")
CASES = [1, 2]
@pytest.mark.parametrize("n", CASES)
def test_a(n): note(f"a{n}")
@pytest.mark.skip
def test_skipped(): note("skipped")
"""
CLASSES = """
class TestTwo:
    def test_b(self): note("2b")
    CASES = [1]
    @pytest.mark.parametrize("n", CASES)
    def test_a(self, n): note("2a")
class Common:
    def test_c(self): note(self.number)
class FirstTest(Common, unittest.TestCase):
    number = "c1"
    def test_a(self): note("1a")
class SecondTest(FirstTest):
    number = "c3"
    def test_a(self): note("3a")
def test_last(): note("last")
"""
CALLED = """
class CallingTest(unittest.TestCase):
    def test_a(self): note("a")
    def test_b(self):
        note("b")
        self.test_a()
"""


def order(folder: Path, tests: str) -> list[str]:
    folder.mkdir()
    (folder / "file_test.py").write_text(NOTED + tests)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "file_test.py"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # which take most of the time
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return (folder / "order.txt").read_text().split()


@pytest.mark.parametrize(
    ("tests", "forward", "backward"),
    [
        (FUNCTIONS, "b a1 a2", "a1 a2 b"),
        (CLASSES, "2b 2a 1a c1 3a c3 last", "last c3 3a c1 1a 2a 2b"),
        (CALLED, "a b a", "a b a"),
    ],
)
def test_functions_classes_and_methods_run_in_the_opposite_order(
    tmp_path: Path, tests: str, forward: str, backward: str
) -> None:
    assert order(tmp_path / "forward", tests) == forward.split()
    assert order(tmp_path / "backward", reverse(NOTED + tests)) == backward.split()
