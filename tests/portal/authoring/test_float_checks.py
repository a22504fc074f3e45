"""Tests that compare exactly with floating-point results which are not the same everywhere."""

import pytest

from portal.authoring.float_checks import warnings_of

CBRT = "import math\ndef root(x): return math.cbrt(x)\n"
EXACT = "from solution import root\ndef test_root(): assert root(0.1) == 0.46415888336127786\n"


def test_an_exact_comparison_with_a_differing_function_is_named() -> None:
    (warning,) = warnings_of(EXACT, CBRT)
    assert warning.startswith("line 2 of the tests compares exactly with 0.46415888336127786, and the last digit of ")
    assert "math.cbrt()" in warning


@pytest.mark.parametrize(
    "tests",
    [
        "@pytest.mark.parametrize('x, y', [(0.1, 0.46415888336127786)])\ndef test_root(x, y): assert root(x) == y",
        "ROOT = -4.6415888336127786e-1\ndef test_root(): assert root(-0.1) == ROOT",
        "class TestRoot(TestCase):\n    def test_root(self): self.assertEqual(root(0.1), 0.46415888336127786)",
    ],
)
def test_numbers_are_found_wherever_they_stand(tests: str) -> None:
    assert len(warnings_of(tests, "from math import cbrt as root")) == 1


@pytest.mark.parametrize(
    ("tests", "solution"),
    [
        (EXACT, "def root(x): return x ** 0.5"),
        (EXACT, "import math\ndef root(x): return math.sqrt(x)"),
        (EXACT.replace("0.46415888336127786", "pytest.approx(0.46415888336127786)"), CBRT),
        ("def test_root():\n    y = 0.46415888336127786\n    assert math.isclose(root(0.1), y)", CBRT),
        ("def test_root(): assert root(27) == 3.0 and root(0.001) == 0.1 and root(1e300) == 1e100", CBRT),
    ],
)
def test_what_is_the_same_everywhere_is_not_named(tests: str, solution: str) -> None:
    assert warnings_of(tests, solution) == []
