"""What the marks of a test file do for learners: hints, tasks and hidden tests."""

from typing import Any

import pytest

from tests.executor.conftest import Execute

pytestmark = pytest.mark.integration

TESTS = '''
import pytest
from solution import double

@pytest.mark.hint("Multiply by two.")
@pytest.mark.task(taskno=2)
def test_two():
    """Doubles two"""
    assert double(2) == 4

@pytest.mark.hint("The same for text.")
def test_text():
    assert double("ab") == "abab"

@pytest.mark.hidden
@pytest.mark.parametrize("value", [71, 72])
def test_secret(value):
    """Doubles other numbers"""
    assert double(value) == value + value
'''


def failures_of(execute: Execute, code: str) -> dict[str, dict[str, Any]]:
    return {test["name"]: test for test in execute(code, TESTS)["testResult"]["testCases"]}


def test_the_first_failing_test_shows_its_hint(execute: Execute) -> None:
    tests = failures_of(execute, "def double(value): return value")
    assert (tests["test_two"]["title"], tests["test_two"]["task"]) == ("Doubles two", 2)
    assert tests["test_two"]["failure"]["hint"] == "Multiply by two."
    assert tests["test_text"]["failure"]["hint"] is None
    tests = failures_of(execute, "def double(value): return value * 2 if value == 2 else None")
    assert tests["test_text"]["failure"]["hint"] == "The same for text."


def test_a_hidden_test_shows_its_title_and_explanation_and_no_values(execute: Execute) -> None:
    result = execute("def double(value): print(value)", TESTS)
    hidden = [test for test in result["testResult"]["testCases"] if test["hidden"]]
    assert [test["title"] for test in hidden] == ["Doubles other numbers"] * 2
    for test in hidden:
        del test["duration"]  # any number
        assert "returned None" in test["failure"]["explanation"]
        assert (test["failure"]["call"], test["failure"]["expected"], test["failure"]["actual"]) == (None, None, None)
        assert not any(secret in str(test) for secret in ("71", "72", "142", "144"))


def test_a_hidden_test_that_raises_does_not_show_its_arguments(execute: Execute) -> None:
    tests = execute("def double(value): raise ValueError(f'got {value}')", TESTS)["testResult"]["testCases"]
    shown = [{**test, "duration": None} for test in tests if test["hidden"]]
    assert not any(secret in str(test) for test in shown for secret in ("71", "72"))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("def greet(name):\n    return name\n", True),
        ("x = 5\nclass A:\n    pass\n", True),
        ("def greet(name):\n    return name\ngreet('Ada')\n", False),
        ("def greet(name):\n    return name\nprint(greet('Ada'))\n", False),
        ("", False),
    ],
)
def test_a_program_that_only_defines_things_gets_an_explanation(execute: Execute, code: str, told: bool) -> None:
    explanation = execute(code or "# nothing")["explanation"]
    assert (explanation is not None) is told, explanation


INHERITED = '''
import unittest
import pytest
from solution import double

class Common:
    @pytest.mark.hidden
    def test_secret(self):
        """Doubles a secret number"""
        self.assertEqual(double(self.number), self.number + self.number)

class OneTest(Common, unittest.TestCase):
    number = 71

class WaitingTest(unittest.IsolatedAsyncioTestCase):
    @pytest.mark.hidden
    async def test_wait(self):
        """Doubles after waiting"""
        self.assertEqual(double(72), 144)
'''


@pytest.mark.parametrize("code", ["def double(value): return value", "double = 1 / 0"])
def test_inherited_and_async_tests_have_their_titles_and_stay_hidden(execute: Execute, code: str) -> None:
    tests = execute(code, INHERITED)["testResult"]["testCases"]
    assert {test["name"]: test["title"] for test in tests} == {
        "OneTest.test_secret": "Doubles a secret number",
        "WaitingTest.test_wait": "Doubles after waiting",
    }
    assert all(test["hidden"] for test in tests)
    assert not any(secret in str({**test, "duration": None}) for test in tests for secret in ("71", "142", "144"))
