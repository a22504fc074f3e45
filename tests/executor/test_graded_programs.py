"""Tests that run the learner's file as a program, and others that need more than calls, are graded apart as well."""

import tomllib
from pathlib import Path

import pytest

from tests.executor.conftest import Execute

pytestmark = pytest.mark.integration

_CASES = tomllib.loads(Path(__file__).with_name("graded_programs.toml").read_text("utf-8"))
RIGHT = {entry["name"]: entry for entry in _CASES["right"]}
TESTS: str = _CASES["tests"]
PLUGINS: list[str] = _CASES["plugins"]
FORGERIES: dict[str, str] = _CASES["forgeries"]


@pytest.mark.parametrize("case", RIGHT.values(), ids=RIGHT)
def test_a_right_solution_passes_apart(execute: Execute, case: dict[str, str]) -> None:
    result = execute(case["code"], case["tests"], timeout=5000)["testResult"]
    assert {test["name"]: test["error"] for test in result["testCases"] if not test["passed"]} == {}
    assert (result["passed"], result["isolated"]) == (True, True)


@pytest.mark.parametrize("code", FORGERIES.values(), ids=FORGERIES)
def test_a_program_cannot_forge_its_verdict(execute: Execute, code: str) -> None:
    result = execute(code, TESTS, cpuTimeout=400)["testResult"]
    assert [test["name"] for test in result["testCases"]] == ["test_sum", "test_total", "test_random", "test_mock"]
    assert [test["name"] for test in result["testCases"] if test["passed"]] == []


def test_the_honest_program_passes(execute: Execute) -> None:
    result = execute(_CASES["honest"], TESTS)["testResult"]
    assert [test["error"] for test in result["testCases"]] == [None] * 4
    assert result["isolated"] is True


def test_a_missing_name_is_the_learners_though_the_tests_raise_an_error_of_their_own(execute: Execute) -> None:
    tests = """
try:
    from solution import double, halve
except ImportError as error:
    raise ImportError(f"We can't find {error.args[0].split()[3]} in your file.") from None
def test_halve(): assert halve(double(2)) == 2
"""
    data = execute("def double(n): return 2 * n\ndef half(n): return n / 2", tests)
    assert data["status"] == "error"
    assert data["error"]["message"] == "We can't find 'halve' in your file."
    assert data["error"]["explanation"].startswith("The tests use halve, but your program does not define it.")
    broken = execute("def double(n): return 2 * n", tests.replace("from solution", "from nowhere"))
    assert broken["status"] == "grader_error"


def test_failures_of_a_program_are_described(execute: Execute) -> None:
    code = "total = 0\nwhile True:\n    total += int(input())\n    print(total)\n"
    failures = [test["failure"] for test in execute(code, TESTS)["testResult"]["testCases"][:2]]
    assert [failure["line"] for failure in failures] == [3, 3]
    assert "called input() more often than the test has lines for it" in failures[0]["explanation"]
    code = "print(int(input()) - int(input()))\nwrong = 1"
    shown, missing = [test["failure"] for test in execute(code, TESTS)["testResult"]["testCases"][:2]]
    assert (shown["kind"], shown["expected"], shown["actual"]) == ("wrong_value", "'7\\n'", "'-1\\n'")
    assert missing["actual"] == "KeyError: 'total'"
    unparsable = execute("print('x'\n", TESTS)["testResult"]["testCases"][0]["failure"]
    assert (unparsable["kind"], unparsable["line"]) == ("error", 1)


@pytest.mark.parametrize("test", PLUGINS)
def test_plugins_that_tests_need_take_part(execute: Execute, test: str) -> None:
    """Tests that run apart have only those; tests that share the interpreter have all."""
    tests = f"from solution import shout\n{test}\ndef test_more(): assert shout('b') is None\n"
    code = "def shout(text): print(text.upper())"
    apart, shared = (execute(code, comment + tests)["testResult"] for comment in ("", "# portal: shared interpreter\n"))
    assert (apart["isolated"], shared["isolated"]) == (True, False)
    cases = apart["testCases"], shared["testCases"]
    one, other = ([(case["name"], case["passed"], case["error"]) for case in each] for each in cases)
    assert one == other
    assert len(one) == 2
