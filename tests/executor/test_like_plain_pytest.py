"""Exercises graded apart and by plain pytest on the host: the same tests pass, or fail for the same reason.

`like_pytest/*.toml` holds them: `module`, `tests` in which `s` is the module, and perhaps a `wrong` module and `files`.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.executor.conftest import Execute

pytestmark = pytest.mark.integration

FOLDER = Path(__file__).with_name("like_pytest")
CASES = {
    f"{path.stem}: {case['name']}": case
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
}
WRONG = {name: case for name, case in CASES.items() if "wrong" in case}
# Writes {test: None or the name of the error's class} when the tests are over.
PLUGIN = """
import json, pytest
verdicts = {}
@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call" or report.failed:
        name = item.name if item.cls is None else f"{item.cls.__name__}.{item.name}"
        verdicts[name] = None if report.passed else type(call.excinfo.value).__name__
    return report
def pytest_sessionfinish():
    with open("verdicts.json", "w") as file: json.dump(verdicts, file)
"""
Verdicts = dict[str, str | None]


def source_of(case: dict[str, Any]) -> str:
    return f"import solution as s\n{case['tests']}"


def by_plain_pytest(code: str, case: dict[str, Any], folder: Path) -> Verdicts:
    files = {**case.get("files", {}), "solution.py": code, "solution_test.py": source_of(case), "plugin.py": PLUGIN}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    options = ["-q", "--disable-plugin-autoload", "-p", "plugin", "-p", "no:cacheprovider", "-c", "/dev/null"]
    command = [sys.executable, "-B", "-m", "pytest", *options, f"--rootdir={folder}", "solution_test.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert (folder / "verdicts.json").exists(), done.stdout + done.stderr
    verdicts: Verdicts = json.loads((folder / "verdicts.json").read_text())
    return verdicts


def by_executor(execute: Execute, code: str, case: dict[str, Any]) -> Verdicts:
    result = execute(code, source_of(case), files=case.get("files", {}), timeout=10_000)["testResult"]
    assert result["isolated"] is True
    return {test["name"]: None if test["passed"] else reason(test) for test in result["testCases"]}


def reason(test: dict[str, Any]) -> str:
    """The class of the error that a test failed with, as the verdict tells it."""
    failure = test["failure"]
    if failure["kind"] == "no_error":
        return "Failed"
    return "AssertionError" if failure["kind"] in ("wrong_value", "other") else failure["actual"].partition(":")[0]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_right_solution_passes_in_both(execute: Execute, tmp_path: Path, case: dict[str, Any]) -> None:
    verdicts = by_plain_pytest(case["module"], case, tmp_path)
    assert set(verdicts.values()) == {None}
    assert by_executor(execute, case["module"], case) == verdicts


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_wrong_solution_fails_in_both_for_the_same_reason(
    execute: Execute, tmp_path: Path, case: dict[str, Any]
) -> None:
    verdicts = by_plain_pytest(case["wrong"], case, tmp_path)
    assert set(verdicts.values()) != {None}
    assert by_executor(execute, case["wrong"], case) == verdicts
