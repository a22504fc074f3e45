"""Programs that want to pass without solving the exercise. None of them may, whatever it reaches for."""

import tomllib
from pathlib import Path

import pytest

from executor.models import Limits, Task
from tests.executor.conftest import Execute, MakePool

pytestmark = pytest.mark.integration

TESTS = """import pytest
from solution import add

def test_small():
    assert add(2, 3) == 5

def test_nothing():
    assert add(-1, 1) == 0

def test_refuses():
    with pytest.raises(TypeError, match="operand"):
        add(1, "x")
"""
SHARED = "# portal: shared interpreter\n" + TESTS
# Of the processor's time, so that it is enough on any machine; some programs use all of it.
LIMITED = {"cpuTimeout": 400}
RIGHT = "def add(a, b): return a + b"
WRONG = "\ndef add(a, b):\n    return 4\n"

_TRICKS = tomllib.loads(Path(__file__).with_name("tricks.toml").read_text("utf-8"))
AT_IMPORT: dict[str, str] = _TRICKS["at_import"]
WHEN_CALLED: dict[str, str] = _TRICKS["when_called"]
# In a shared interpreter the tests ask the learner's own objects whether they are equal, and who knows how grading is
# built can reach into it: docs/decisions/0004.
NOT_DEFENDED_WHEN_SHARED = {
    "equals everything",
    "int that equals everything",
    "mock.ANY",
    "class that compares itself",
    "value held that equals everything",
    "value held that is one of the tests'",
    "object of another class",
    "class whose metaclass equals everything",
    "runtest, but for the canary",
}
SHARED_AT_IMPORT = {name: code for name, code in AT_IMPORT.items() if name not in NOT_DEFENDED_WHEN_SHARED}
SHARED_WHEN_CALLED = {name: code for name, code in WHEN_CALLED.items() if name not in NOT_DEFENDED_WHEN_SHARED}


@pytest.mark.parametrize("code", AT_IMPORT.values(), ids=AT_IMPORT)
def test_nothing_done_at_import_passes(execute: Execute, code: str) -> None:
    data = execute(code + WRONG, TESTS, **LIMITED)
    assert not data["success"]
    assert not data["testResult"]["passed"]
    assert [test["name"] for test in data["testResult"]["testCases"]] == ["test_small", "test_nothing", "test_refuses"]
    assert not any(test["passed"] for test in data["testResult"]["testCases"])


@pytest.mark.parametrize("code", WHEN_CALLED.values(), ids=WHEN_CALLED)
def test_nothing_done_when_called_passes(execute: Execute, code: str) -> None:
    data = execute(code, TESTS, **LIMITED)
    passed = [test["name"] for test in data["testResult"]["testCases"] if test["passed"]]
    assert not data["success"]
    assert set(passed) <= {"test_refuses"}


@pytest.mark.parametrize("code", SHARED_AT_IMPORT.values(), ids=SHARED_AT_IMPORT)
def test_nothing_done_at_import_passes_in_a_shared_interpreter(execute: Execute, code: str) -> None:
    assert not execute(code + WRONG, SHARED, **LIMITED)["success"]


@pytest.mark.parametrize("code", SHARED_WHEN_CALLED.values(), ids=SHARED_WHEN_CALLED)
def test_nothing_done_when_called_passes_in_a_shared_interpreter(execute: Execute, code: str) -> None:
    assert not execute(code, SHARED, **LIMITED)["success"]


@pytest.mark.parametrize("tests", [TESTS, SHARED], ids=["apart", "shared"])
def test_what_a_run_says_of_prepared_tests_is_not_kept_for_the_next(make_pool: MakePool, tests: str) -> None:
    pool = make_pool(workers=1, queue_length=0)

    def passes(code: str) -> bool:
        return pool.run(Task(code, Limits(), tests=tests))["success"] is True

    for _ in range(2):  # the first run makes the tests ready, the second finds them so
        assert not passes(AT_IMPORT["prepared tests"] + WRONG)
        assert not passes(WRONG)
        assert passes(RIGHT)


@pytest.mark.parametrize("tests", [TESTS, SHARED], ids=["apart", "shared"])
def test_tests_cannot_hide_behind_the_name_of_another(execute: Execute, tests: str) -> None:
    same = "\n@pytest.mark.parametrize('b', ['x-y', 'y'])\n@pytest.mark.parametrize('a', ['a', 'a-x'])\n"
    same += "def test_same(a, b):\n    assert add(0, 0) == 0 and (a, b) != ('a', 'x-y')\n"
    data = execute(RIGHT, tests + same)
    names = [test["name"] for test in data["testResult"]["testCases"]]
    assert not data["success"]
    assert len(names) == len(set(names)) == 7
    assert [test["passed"] for test in data["testResult"]["testCases"]].count(False) == 1


def test_the_honest_solution_passes(execute: Execute) -> None:
    assert execute(RIGHT, TESTS)["success"]
    assert execute(RIGHT, SHARED)["success"]
