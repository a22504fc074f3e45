"""Tests apart from the learner's module: what crosses between the two interpreters, and what stays where it is."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest

from tests.executor.conftest import Execute, project

SHARED = "# portal: shared interpreter\n"

_FILE = Path(__file__).with_name("crossing.toml")
CROSSING = {entry["name"]: entry for entry in tomllib.loads(_FILE.read_text("utf-8"))["crossing"]}


def with_module(tests: str) -> str:
    return "import solution as s\n" + tests


@pytest.mark.integration
@pytest.mark.parametrize("crossing", CROSSING.values(), ids=CROSSING)
@pytest.mark.parametrize("prefix", ["", SHARED], ids=["apart", "shared"])
def test_a_right_solution_passes(execute: Execute, prefix: str, crossing: dict[str, str]) -> None:
    data = execute(crossing["module"], prefix + with_module(crossing["tests"]))
    failed = {test["name"]: test["error"] for test in data["testResult"]["testCases"] if not test["passed"]}
    assert failed == {}, data["errors"]
    assert data["success"]


@pytest.fixture
def can_be_isolated(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(project() / "executor" / "guest"))
    from _portal.isolation import can_be_isolated  # type: ignore[import-not-found]

    yield lambda tests, module="solution": can_be_isolated(tests, ast.parse(tests), module)
    for name in [name for name in sys.modules if name.startswith("_portal")]:
        del sys.modules[name]


@pytest.mark.parametrize("tests", [entry["tests"] for entry in CROSSING.values()], ids=CROSSING)
def test_ordinary_tests_run_apart(can_be_isolated: object, tests: str) -> None:
    assert can_be_isolated(with_module(tests))  # type: ignore[operator]


@pytest.mark.parametrize(
    "tests",
    [
        "import solution\nfrom unittest.mock import patch as replace",
        "import solution, unittest.mock as m\nm.patch.object(solution, 'f')",
        "from unittest import mock\nimport solution\nmock.Mock(spec=solution.Base)",
        "import solution\nfrom unittest.mock import patch\npatch()",
        "import solution\ndef test_f(monkeypatch): monkeypatch.setattr('random.seed', print)",
        "import solution, math\nmath.pi = 3",
        "import importlib.util, solution",
        "from unittest import mock\nimport solution\nmock.AsyncMock()",
        "import solution\nfrom unittest.mock import patch\n@patch('os.getcwd')\ndef test_f(f): pass",
        "import solution\nfrom unittest.mock import patch\n@patch.dict('sys.modules')\ndef test_f(): pass",
        "import solution, math\nsetattr(math, 'pi', 3)",
        "import solution, math\ndef test_f(monkeypatch): monkeypatch.setattr(math, 'pi', 3)",
        "import solution, gc",
        "import solution, asyncio\nasyncio.get_event_loop()",
        "import importlib\nsolution = importlib.import_module('helper')",
        "import solution\ndef test_f(monkeypatch): monkeypatch.setattr('sys.stdout.write', print)",
        "from pathlib import Path\ndef test_f(): exec(Path('solution.py').read_text())",
        "import solution, helper",
        "from .solution import f",
        "from solution import *",
        "import solution\nclass Mine(solution.Base): pass",
        "from solution import Base\nclass Mine(Base, object): pass",
        "import solution\nasync def test_f(): await solution.f()",
        "import solution\ndef test_f(caplog): solution.f()",
        "import solution, sys\ndef test_f(): sys.modules.clear()",
        "def test_nothing(): pass",
        SHARED + "import solution",
    ],
)
def test_tests_that_reach_over_share_an_interpreter(can_be_isolated: object, tests: str) -> None:
    assert not can_be_isolated(tests)  # type: ignore[operator]


def test_all_starter_exercises_are_graded_apart(can_be_isolated: object) -> None:
    files = sorted((project() / "curriculum" / "exercises" / "practice").glob("*/*_test.py"))
    together = [
        path.parent.name
        for path in files
        if not can_be_isolated(path.read_text("utf-8"), module=path.stem.removesuffix("_test"))  # type: ignore[operator]
    ]
    assert len(files) > 70
    assert together == []


@pytest.mark.integration
def test_the_tests_are_not_in_the_learners_interpreter(execute: Execute) -> None:
    code = """
import gc, sys
def answer():
    found = [name for name in sys.modules if name.endswith("_test")]
    texts = [o for o in gc.get_objects() for o in (o if isinstance(o, (list, tuple)) else [])
             if isinstance(o, str) and "".join(["xyz", "zy"]) in o and len(o) < 200]
    return found + texts
"""
    tests = "from solution import answer\ndef test_answer():\n    'plain xyzzy'\n    assert answer() == ['xyz' + 'zy']"
    test = execute(code, tests)["testResult"]["testCases"][0]
    assert not test["passed"]
    assert "assert [] == " in test["error"]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import os\ndef f(n):\n    if n: os._exit(0)\n    return 0", "incomplete"),
        ("import os\ndef f(n):\n    if n: os.abort()\n    return 0", "crashed"),
        ("def f(n):\n    while n: pass\n    return 0", "timeout"),
        ("def f(n):\n    while n: print('x' * 9999)\n    return 0", "output_limit"),
        ("def f(n):\n    while n: open('big', 'ab').write(bytes(10**6))\n    return 0", "file_limit"),
    ],
)
def test_an_exit_in_the_learners_interpreter_is_reported_as_its_own(execute: Execute, code: str, status: str) -> None:
    tests = "from solution import f\ndef test_a(): assert f(0) == 0\ndef test_b(): assert f(1) == 1\ndef test_c(): f(0)"
    data = execute(code, tests, cpuTimeout=1000)
    assert data["status"] == status
    assert data["testResult"]["testCases"][0]["passed"] is True
    assert not data["success"]
    assert data["error"]["message"]
    assert data["error"]["explanation"]


@pytest.mark.integration
def test_a_value_too_large_to_cross_fails_its_test(execute: Execute) -> None:
    tests = "from solution import f, g\ndef test_f(): assert len(f()) == 2 * 10**7\n"
    tests += "def test_g(): assert g('x' * 2 * 10**7) == 1\ndef test_h(): assert g('x') == 1"
    data = execute("def f(): return 'x' * 2 * 10**7\ndef g(x): return 1", tests)
    returned, passed, other = data["testResult"]["testCases"]
    assert data["status"] == "ok"
    assert returned["error"] == "your program returned a value that is too large for the tests"
    assert passed["error"] == "the test passes a value that is too large; this is not a fault of your program"
    assert other["passed"]


@pytest.mark.integration
def test_a_list_of_a_million_numbers_crosses(execute: Execute) -> None:
    tests = "from solution import f\ndef test_f():\n    given = list(range(10**6))\n    assert f(given) == given[::-1]"
    data = execute("def f(numbers):\n    return numbers[::-1]", tests)
    assert (data["status"], data["testResult"]["passed"]) == ("ok", True), data["testResult"]
    assert data["testResult"]["isolated"] is True


@pytest.mark.integration
def test_a_value_that_is_nested_too_deeply_cannot_cross(execute: Execute) -> None:
    tests = "from solution import f\ndef test_f(): f()"
    tests += "\ndef test_g():\n    x = []\n    for _ in range(999): x = [x]\n    f(x)\ndef test_h(): assert f([]) == 5"
    data = execute("def f(y=None):\n    if y == []: return 5\n    for _ in range(999): y = [y]\n    return y", tests)
    returned, passed, other = [test["error"] for test in data["testResult"]["testCases"]]
    assert returned == "a value that your program returned is nested too deeply"
    assert passed == "a value that the test passes is nested too deeply"
    assert other is None


@pytest.mark.integration
@pytest.mark.parametrize(
    "made_of",
    ["5", "{1, 2}", "{'explanation': object()}", "{'explanation': {'id': 'x' * 10**6, 'values': []}}",
     "{'explanation': {'id': 'x', 'values': [print]}}", "{'explanation': {'id': 'x'}, 'call': 5}"],
)  # fmt: skip
def test_deny_what_the_learners_interpreter_says_an_explanation_is_made_of(execute: Execute, made_of: str) -> None:
    code = (
        "from _portal import errors\n"
        f"forged = {{'message': 'm', 'explanation': 'forged', 'translatable': {made_of}}}\n"
        "errors.describe = lambda exc, **_: forged\n"
        "def f(): return 1 / 0\n"
    )
    data = execute(code, "from solution import f\ndef test_f(): assert f() == 1")
    assert (data["status"], data["success"]) == ("ok", False)
    failure = data["testResult"]["testCases"][0]["failure"]
    assert (failure["kind"], failure["translatable"]) == ("error", None)
    assert failure["explanation"] in ("forged", None)
