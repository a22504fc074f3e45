"""What a beginner is told about typical wrong submissions to the curriculum's exercises."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from portal.authoring.test_listing import titles
from tests import messages
from tests.executor.conftest import Execute

pytestmark = pytest.mark.integration

FOLDER = Path(__file__).resolve().parent
CURRICULUM = FOLDER.parent.parent / "curriculum" / "exercises" / "practice"
MISTAKES = tomllib.loads((FOLDER / "mistakes.toml").read_text("utf-8"))["mistake"]
# What must never be shown: addresses, paths of the sandbox, names of the harness.
INTERNAL = re.compile(r"0x[0-9a-f]{6}|/work|/tests/|_portal|Remote|Proxy|wasm|site-packages")


def grade(execute: Execute, exercise: str, code: str) -> dict[str, Any]:
    folder = CURRICULUM / exercise
    files = json.loads((folder / ".meta" / "config.json").read_text())["files"]
    tests = (folder / files["test"][0]).read_text()
    return execute(code, tests, module=files["solution"][0], timeout=3000)


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake["name"] for mistake in MISTAKES])
def test_a_beginner_is_told_what_went_wrong(execute: Execute, mistake: dict[str, Any]) -> None:
    result = grade(execute, mistake["exercise"], mistake["code"])
    failures = [test["failure"] for test in result["testResult"]["testCases"] if not test["passed"]]
    assert failures, "this passes"
    first = failures[0]
    if first["kind"] == "timeout" and first["call"] is None:
        pytest.skip("this machine is too busy to find out where the time went")
    told = {name: first[name] for name in ("kind", "call", "expected", "actual")}
    assert told == {name: mistake.get(name) for name in told}
    assert mistake.get("line") in (None, first["line"])
    if "explanation" in mistake:
        assert mistake["explanation"] in first["explanation"]
        assert first["translatable"]["explanation"]["id"] in messages.of_executor()
    else:
        assert first["explanation"] is None
        assert all(told.values()), "without an explanation, call and values must speak for themselves"
    assert [text for text in map(json.dumps, failures) if INTERNAL.search(text)] == []


@pytest.mark.parametrize("exercise", sorted({mistake["exercise"] for mistake in MISTAKES}))
def test_titles_are_those_that_the_portal_lists(execute: Execute, exercise: str) -> None:
    files = json.loads((CURRICULUM / exercise / ".meta" / "config.json").read_text())["files"]
    listed = titles((CURRICULUM / exercise / files["test"][0]).read_text())
    result = grade(execute, exercise, "pass")
    reported = {test["name"]: test["title"] for test in result["testResult"]["testCases"] if "[" not in test["name"]}
    assert reported == {name: listed[name] for name in reported}
    assert reported
