"""Programs print in the sandbox, byte for byte, what the host's Python prints: streams and exit code.

Programs whose output depends on Python's minor version are in recorded.toml, with the output of the sandbox's version.
A first line `# stdin: "..."` is the program's input, as JSON.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.executor.conftest import Execute

FOLDER = Path(__file__).with_name("corpus")
RECORDED = tomllib.loads((FOLDER / "recorded.toml").read_text("utf-8"))
PROGRAMS = {
    f"{path.stem}-{name}": code
    for path in sorted(FOLDER.glob("*.toml"))
    if path.stem != "recorded"
    for name, code in tomllib.loads(path.read_text("utf-8")).items()
}


def stdin_of(code: str) -> str:
    first = code.partition("\n")[0]
    return str(json.loads(first.removeprefix("# stdin: "))) if first.startswith("# stdin: ") else ""


def run_on_host(code: str, folder: Path) -> tuple[int, str, str]:
    program = folder / "solution.py"
    program.write_text(code, "utf-8")
    command = [sys.executable, "-X", "utf8", "-B", "-W", "ignore", "solution.py"]
    done = subprocess.run(
        command, cwd=folder, input=stdin_of(code).encode(), capture_output=True, timeout=60, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def run_in_sandbox(execute: Execute, code: str) -> tuple[int, str, str]:
    data: dict[str, Any] = execute(code, stdin=stdin_of(code))
    return data["exitCode"], data["output"], data["errors"]


@pytest.mark.integration
@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_does_what_it_does_on_the_host(execute: Execute, tmp_path: Path, code: str) -> None:
    assert run_in_sandbox(execute, code) == run_on_host(code, tmp_path)


@pytest.mark.integration
@pytest.mark.parametrize("program", RECORDED.values(), ids=RECORDED)
def test_a_program_does_what_was_recorded(execute: Execute, program: dict[str, Any]) -> None:
    expected = (program["exit_code"], program["stdout"], program["stderr"])
    assert run_in_sandbox(execute, program["code"]) == expected


def test_the_corpus_is_large() -> None:
    assert len(PROGRAMS) + len(RECORDED) >= 200
