"""Every explanation for beginners, brought about by the example that stands beside it."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.executor.conftest import Execute, project

pytestmark = pytest.mark.integration

_FILE = project() / "executor" / "guest" / "_portal" / "explanations.toml"
_ENTRIES: list[dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))["explanation"]

_PROGRAMS: list[dict[str, str]] = tomllib.loads(Path(__file__).with_name("explained_programs.toml").read_text("utf-8"))[
    "program"
]


def _pattern(means: str) -> re.Pattern[str]:
    text = re.escape(means.replace("{{", "<<").replace("}}", ">>")).replace("<<", r"\{").replace(">>", r"\}")
    return re.compile(re.sub(r"\\\{\d(:\w)?\\\}", ".+", text))


@pytest.mark.parametrize(
    "entry", _ENTRIES, ids=[f"{entry['exception']} {entry.get('message', '')}" for entry in _ENTRIES]
)
def test_explain_a_common_error(execute: Execute, entry: dict[str, Any]) -> None:
    error = execute(entry["example"])["error"]
    assert _pattern(entry["means"]).fullmatch(error["explanation"] or ""), error
    assert error["translatable"]["explanation"]["id"] == entry["means"]


@pytest.mark.parametrize("program", _PROGRAMS, ids=[program["code"] for program in _PROGRAMS])
def test_a_beginner_is_told_what_is_right(execute: Execute, program: dict[str, str]) -> None:
    explanation = execute(program["code"])["error"]["explanation"] or ""
    assert program.get("says", "") in explanation
    assert "not" not in program or program["not"] not in explanation


def test_name_what_was_misspelt(execute: Execute) -> None:
    explanation = execute("counter = 1\nprint(coutner)")["error"]["explanation"]
    assert explanation.startswith("There is nothing called coutner at this point, but there is counter.")


@pytest.mark.parametrize("code", ["raise KeyError('no such friend')", "class Oops(ValueError): pass\nraise Oops(1)"])
def test_leave_what_the_program_raises_itself_to_its_author(execute: Execute, code: str) -> None:
    assert execute(code)["error"]["explanation"] is None


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("n = 0\nwhile n < 10:\n    m = n + 1\n    n * 2\n", (2, 4), "in the loop that starts on line 2"),
        (
            "def f():\n    for i in range(9):\n        while True:\n            pass\nf()",
            (3, 4),
            "the loop that starts on line 3",
        ),
        ("print('on')\n10 ** 10 ** 10\n", (2, 2), "your program was on line 2"),
        ("import time\ntime.sleep(60)\n", (2, 2), "your program was on line 2"),
    ],
)
def test_say_where_the_time_went(execute: Execute, code: str, line: tuple[int, int], said: str) -> None:
    data = execute(code, timeout=300)
    assert data["status"] == "timeout"
    assert line[0] <= data["error"]["line"] <= line[1]
    assert said in data["error"]["explanation"]
    assert data["error"]["translatable"].keys() == {"message", "explanation"}


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("x = [0]\nwhile True: x += x", "memory", "memory"),
        ("while True: print('x' * 1000)", "output_limit", "printed too much"),
        ("f = open('a', 'wb')\nwhile True: f.write(bytes(100_000))", "file_limit", "files"),
        ("import os\nos.abort()", "crashed", "Python itself crashed"),
    ],
)
def test_explain_limits(execute: Execute, code: str, status: str, said: str) -> None:
    data = execute(code)
    assert data["status"] == status
    assert said in data["error"]["explanation"]
