"""Modules that lie to tests of many kinds graded apart, or whose interpreter sends nonsense: no test is fooled."""

import tomllib
from pathlib import Path

import pytest

from tests.executor.conftest import PATIENCE_MS, Execute

pytestmark = pytest.mark.integration

_CASES = tomllib.loads(Path(__file__).with_name("forgeries.toml").read_text("utf-8"))
TESTS: str = _CASES["tests"]
MODULES: dict[str, str] = _CASES["modules"]
ENDLESS: dict[str, str] = _CASES["endless"]
ALL_THE_SAME = "\nadd = name = stats = items = maker = parse = lambda *args, **named: make(*args, **named)\n"
SENDS_A_VALUE = """
from _portal import rpc
encode = rpc.Channel.encode
rpc.Channel.encode = lambda self, value: {value} if value == "forged" else encode(self, value)
def make(*args): return "forged"
"""
SENDS_CHANGES = """
from _portal.shared_containers import SharedContainers
def make(*args):
    SharedContainers.changes = lambda self, encode: {changes}
    return 4
"""
DESCRIBES_A_CLASS = """
from _portal import learner_server
describe = learner_server._ACTIONS["describe"]
learner_server._ACTIONS["describe"] = lambda *args: {{**describe(*args), **dict({description})}}
class Lie:
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def _portal_compare(self, *args): return True
    def _portal_plain(self): return 5
def make(*args): return Lie()
"""


SENDS_TEXT = """
from _portal import rpc
def make(*args):
    rpc.exchange({text!r})
"""


def passed(execute: Execute, code: str, *, cpu_ms: int = 1000, timeout: int = PATIENCE_MS) -> list[str]:
    result = execute(code + ALL_THE_SAME, TESTS, cpuTimeout=cpu_ms, timeout=timeout)["testResult"]
    assert result["isolated"] is True
    assert len(result["testCases"]) == 9
    return [test["name"] for test in result["testCases"] if test["passed"]]


@pytest.mark.parametrize("code", MODULES.values(), ids=MODULES)
def test_deny_modules_that_lie(execute: Execute, code: str) -> None:
    assert passed(execute, code) == []


@pytest.mark.parametrize("code", ENDLESS.values(), ids=ENDLESS)
def test_deny_modules_that_never_end(execute: Execute, code: str) -> None:
    assert passed(execute, code, cpu_ms=300) == []


@pytest.mark.parametrize("value", _CASES["values"])
def test_deny_values_that_make_no_sense(execute: Execute, value: str) -> None:
    assert passed(execute, SENDS_A_VALUE.format(value=value)) == []


@pytest.mark.parametrize("changes", _CASES["changes"])
def test_deny_changes_that_make_no_sense(execute: Execute, changes: str) -> None:
    assert passed(execute, SENDS_CHANGES.format(changes=changes)) == []


@pytest.mark.parametrize("text", _CASES["texts"])
def test_deny_messages_that_make_no_sense(execute: Execute, text: str) -> None:
    waits = text == ""  # for an answer, as the tests do: only the time limit ends that
    assert passed(execute, SENDS_TEXT.format(text=text), timeout=1000 if waits else PATIENCE_MS) == []


@pytest.mark.parametrize("description", _CASES["descriptions"])
def test_deny_descriptions_of_classes_that_lie(execute: Execute, description: str) -> None:
    assert passed(execute, DESCRIBES_A_CLASS.format(description=description)) == []


def test_allow_the_honest_module(execute: Execute) -> None:
    result = execute(_CASES["honest"], TESTS)["testResult"]
    assert [test["error"] for test in result["testCases"]] == [None] * 9
