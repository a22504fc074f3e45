"""Verdicts say whether the tests ran apart from the learner's code, and more modules allow them to."""

import pytest

from tests.executor.conftest import Execute

TESTS = "from solution import f\ndef test_f(): assert f() == 1"


@pytest.mark.integration
@pytest.mark.parametrize(
    ("prefix", "isolated"),
    [
        ("", True),
        ("import random, copy, errno, os, tempfile, time\n", True),
        ("import random\nrandom.seed(3)\n", True),
        ("# portal: shared interpreter\n", False),
        ("from unittest import mock\n", True),
        ("from unittest.mock import MagicMock, mock_open\n", True),
        ("from __future__ import annotations\n", True),
        ("import inspect, dataclasses, enum, abc, ast, warnings\n", True),
        ("import os\nos.environ['X'] = '1'\n", True),
        ("import gc\n", False),
        ("import random\nrandom.random = lambda: 0.5\n", False),
        ("from os import environ\n", True),
        ("from os import putenv\n", False),
    ],
)
def test_a_verdict_says_whether_it_can_be_forged(execute: Execute, prefix: str, isolated: bool) -> None:
    result = execute("def f(): return 1", prefix + TESTS)["testResult"]
    assert (result["passed"], result["isolated"]) == (True, isolated)


@pytest.mark.integration
def test_a_shared_interpreter_cannot_claim_to_be_isolated(execute: Execute) -> None:
    code = """
from _portal import environment
environment.report('{"expected": ["test_f"], "isolated": true}')
def f(): return 1
"""
    result = execute(code, "# portal: shared interpreter\n" + TESTS)["testResult"]
    assert result["isolated"] is False


@pytest.mark.integration
def test_a_seed_of_the_tests_reaches_the_learners_interpreter(execute: Execute) -> None:
    tests = """
import random
from solution import roll
def test_roll():
    random.seed(5)
    rolled = [roll() for _ in range(9)]
    random.seed(5)
    assert rolled == [roll() for _ in range(9)]
    random.seed(5)
    assert rolled == [random.randint(1, 6) for _ in range(9)]
"""
    result = execute("import random\ndef roll(): return random.randint(1, 6)", tests)["testResult"]
    assert (result["passed"], result["isolated"]) == (True, True)


@pytest.mark.integration
def test_errors_keep_what_they_hold_besides_their_arguments(execute: Execute) -> None:
    tests = """
import errno
import pytest
from solution import load, leave, stop
def test_file():
    with pytest.raises(FileNotFoundError, match=r"\\[Errno 2\\] No such file or directory") as caught: load("gone.txt")
    error = caught.value
    assert (error.errno, error.strerror, error.filename) == (errno.ENOENT, "No such file or directory", "gone.txt")
def test_exit():
    with pytest.raises(SystemExit) as caught: leave()
    assert caught.value.code == 3
def test_stop():
    with pytest.raises(StopIteration) as caught: stop()
    assert caught.value.value == [4]
"""
    code = "import sys\ndef load(n): return open(n)\ndef leave(): sys.exit(3)\ndef stop(): raise StopIteration([4])"
    result = execute(code, tests)["testResult"]
    assert {test["name"]: test["error"] for test in result["testCases"] if not test["passed"]} == {}
    assert result["isolated"] is True
