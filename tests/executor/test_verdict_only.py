"""Graded runs of which only the verdict counts: they end early, and in a pass only where all tests pass."""

import pytest

from executor.fair_queue import Caller
from executor.models import Limits, Task
from tests.executor.conftest import Execute, MakePool

pytestmark = pytest.mark.integration

TESTS = """
from solution import add


def test_small():
    assert add(1, 2) == 3


def test_large():
    print("reached")
    assert add(1000, 2) == 1002
"""
SHARED = f"# portal: shared interpreter\n{TESTS}"
RIGHT = "def add(a, b):\n    return a + b\n"
LOOP = "def add(a, b):\n    while True:\n        pass\n"


@pytest.mark.parametrize("tests", [TESTS, SHARED], ids=["apart", "shared"])
def test_support_a_verdict_without_explanations(execute: Execute, tests: str) -> None:
    passed = execute(RIGHT, tests, verdictOnly=True)
    assert (passed["success"], passed["status"], len(passed["testResult"]["testCases"])) == (True, "ok", 2)
    failed = execute(RIGHT.replace("+", "-"), tests, verdictOnly=True)
    small, large = failed["testResult"]["testCases"]
    assert (failed["success"], failed["status"], failed["output"]) == (False, "incomplete", "")
    assert (small["failure"]["kind"], small["failure"]["explanation"]) == ("other", None)
    assert (large["passed"], large["failure"]["kind"]) == (False, "not_run")
    last = execute("def add(a, b):\n    return 3", tests, verdictOnly=True)
    assert [test["passed"] for test in last["testResult"]["testCases"]] == [True, False]
    assert last["success"] is False


def test_support_the_verdict_of_one_test(execute: Execute) -> None:
    code = "def add(a, b):\n    return 1002"
    for name, passed in (("test_large", True), ("test_small", False)):
        assert execute(code, TESTS, testName=name, verdictOnly=True)["success"] is passed


def test_deny_more_processor_time_than_asked_for(execute: Execute) -> None:
    data = execute(LOOP, TESTS, verdictOnly=True, cpuTimeout=60)
    assert (data["status"], data["success"], data["limit"]["value"]) == ("timeout", False, 60)
    assert data["limit"]["used"] >= 60
    assert data["error"]["message"] == "the program was stopped after 60 ms"
    assert data["error"]["line"] is None, "it was not run again to locate it"


def test_waiting_costs_no_processor_time(execute: Execute) -> None:
    code = "import time\n\ndef add(a, b):\n    time.sleep(1)\n    return a + b\n"
    data = execute(code, TESTS, verdictOnly=True, cpuTimeout=900)
    assert (data["status"], data["success"]) == ("ok", True), data["limit"]


def test_a_short_limit_of_processor_time_costs_no_worker(make_pool: MakePool) -> None:
    pool = make_pool(workers=1, queue_length=1)
    task = Task(LOOP, Limits(cpu_ms=20), tests=TESTS, verdict_only=True)
    assert pool.run(task, Caller("author"))["status"] == "timeout"
    assert pool._queue._timed_out_at == {}
