"""Exercises graded apart and by plain pytest on the host: the same tests pass, or fail for the same reason.

`like_pytest/*.toml` holds them: `module`, `tests` in which `s` is the module, and perhaps a `wrong` module and `files`.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.executor.conftest import Execute, project

pytestmark = pytest.mark.integration

FOLDER = Path(__file__).with_name("like_pytest")
CASES = {
    f"{path.stem}: {case['name']}": case
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
}
WRONG = {name: case for name, case in CASES.items() if "wrong" in case}
Verdicts = dict[str, str | None]
PlainPytest = Callable[[str, dict[str, Any], Path], Verdicts]


def source_of(case: dict[str, Any]) -> str:
    return f"import solution as s\n{case['tests']}"


@pytest.fixture(scope="module")
def plain_pytest() -> Iterator[PlainPytest]:
    """Run plain pytest on a module and its tests."""
    command = [sys.executable, "-m", "tests.executor.plain_pytest"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=project()) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        folders, done = process.stdin, process.stdout

        def run(code: str, case: dict[str, Any], folder: Path) -> Verdicts:
            files = {**case.get("files", {}), "solution.py": code, "solution_test.py": source_of(case)}
            for name, text in files.items():
                (folder / name).write_text(text, "utf-8")
            folders.write(f"{folder}\n")
            folders.flush()
            assert done.readline() == "\n"
            assert (folder / "verdicts.json").exists(), (folder / "output.txt").read_text()
            verdicts: Verdicts = json.loads((folder / "verdicts.json").read_text())
            return verdicts

        yield run
        folders.close()


def by_executor(execute: Execute, code: str, case: dict[str, Any]) -> Verdicts:
    result = execute(code, source_of(case), files=case.get("files", {}), cpuTimeout=10_000)["testResult"]
    assert result["isolated"] is True
    return {test["name"]: None if test["passed"] else reason(test) for test in result["testCases"]}


def reason(test: dict[str, Any]) -> str:
    """The class of the error that a test failed with, as the verdict tells it."""
    failure = test["failure"]
    if failure["kind"] == "no_error":
        return "Failed"
    return "AssertionError" if failure["kind"] in ("wrong_value", "other") else failure["actual"].partition(":")[0]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_right_solution_passes_in_both(
    execute: Execute, plain_pytest: PlainPytest, tmp_path: Path, case: dict[str, Any]
) -> None:
    verdicts = plain_pytest(case["module"], case, tmp_path)
    assert set(verdicts.values()) == {None}
    assert by_executor(execute, case["module"], case) == verdicts


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_wrong_solution_fails_in_both_for_the_same_reason(
    execute: Execute, plain_pytest: PlainPytest, tmp_path: Path, case: dict[str, Any]
) -> None:
    verdicts = plain_pytest(case["wrong"], case, tmp_path)
    assert set(verdicts.values()) != {None}
    assert by_executor(execute, case["wrong"], case) == verdicts
