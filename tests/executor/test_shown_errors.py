"""What Python prints of errors that no handler gets, and of stacks, is what it prints on Linux, without the harness."""

import re
import resource
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from executor.models import Limits
from tests.executor.conftest import Execute

pytestmark = pytest.mark.integration

_FILE = tomllib.loads(Path(__file__).with_name("shown_errors.toml").read_text("utf-8"))
PROGRAMS: dict[str, str] = _FILE["programs"]
RECORDED: dict[str, dict[str, str]] = _FILE["recorded"]
_LARGEST = Limits().file_bytes + 1
# What differs between versions of Python, and between two runs of one: how an ignored error is introduced, marks
# below a line of source, addresses, the place of a warning that has none, and a hint.
_VARYING = (
    (r"(?m)^Exception ignored .*?(<.*>):?$", r"Exception ignored: \1"),
    (r"(?m)^ *[~^]+\n", ""),
    (r"0x[0-9a-f]+", "0x"),
    (r"(?m)^(<sys>:0|sys:1):", "sys:"),
    (r"(?m)^RuntimeWarning: Enable tracemalloc.*\n", ""),
)


def normalised(text: str) -> str:
    for pattern, replacement in _VARYING:
        text = re.sub(pattern, replacement, text)
    return text.replace("/work/", "")


def run_on_host(code: str, folder: Path) -> tuple[int, str, str]:
    (folder / "solution.py").write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, "-B", "solution.py"],
        cwd=folder,
        env={"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST)),
    )
    output, errors = (text.decode().replace(f"{folder}/", "") for text in (done.stdout, done.stderr))
    return done.returncode, normalised(output), normalised(errors)


def run_in_sandbox(execute: Execute, code: str) -> tuple[int, str, str]:
    data = execute(code)
    return data["exitCode"], normalised(data["output"]), normalised(data["errors"])


@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_what_python_prints_is_what_it_prints_on_linux(execute: Execute, tmp_path: Path, code: str) -> None:
    assert run_in_sandbox(execute, code) == run_on_host(code, tmp_path)


@pytest.mark.parametrize("program", RECORDED.values(), ids=RECORDED)
def test_what_python_prints_is_what_was_recorded(execute: Execute, tmp_path: Path, program: dict[str, str]) -> None:
    recorded = 0, program["output"], program["errors"]
    assert run_in_sandbox(execute, program["code"]) == recorded
    if sys.version_info >= (3, 13):
        assert run_on_host(program["code"], tmp_path) == recorded


@pytest.mark.parametrize("name", [name for name in RECORDED if "too large" in name])
def test_a_write_beyond_the_limit_is_told_even_if_the_program_goes_on(execute: Execute, name: str) -> None:
    data = execute(RECORDED[name]["code"])
    assert (data["status"], data["success"], data["limit"]["name"]) == ("file_limit", False, "file_limit")
    assert (data["error"]["type"], data["error"]["message"]) == ("OSError", "[Errno 27] File too large")
    assert "files are too large" in data["error"]["explanation"]


def test_a_write_beyond_the_limit_is_told_to_a_program_with_a_hook_too(execute: Execute) -> None:
    assert execute(PROGRAMS["a hook for ignored errors"])["status"] == "file_limit"


def test_a_write_beyond_the_limit_whose_error_is_handled_ends_well(execute: Execute) -> None:
    code = "f = open('big', 'wb', 0)\nf.seek(17 * 2**20)\ntry: f.write(b'x')\nexcept OSError as e: print(e)"
    data = execute(code)
    assert (data["status"], data["output"]) == ("ok", "[Errno 27] File too large\n")


_SOLUTION = """
import traceback
class A:
    def __del__(self): open('missing')
def finalize(): A()
def write():
    f = open('big', 'wb')
    f.seek(17 * 2**20)
    f.write(b'x')
def show():
    try: open('missing')
    except OSError: traceback.print_exc()
    traceback.print_stack()
"""
_IGNORED = (
    "File \"solution.py\", line 4, in __del__\n    def __del__(self): open('missing')\nFileNotFoundError: [Errno 2]"
)
_TESTS = "from solution import finalize, show, write\ndef test_it(): {}()\n"
_SHARED = "# portal: shared interpreter\n"


@pytest.mark.parametrize("comment", ["", _SHARED])
@pytest.mark.parametrize(
    ("function", "shown", "status"),
    [
        ("finalize", _IGNORED, "ok"),
        ("write", "OSError: [Errno 27] File too large", "file_limit"),
        ("show", "line 13, in show\n    traceback.print_stack()\n", "ok"),
    ],
)
def test_graded_runs_show_errors_in_the_same_way(
    execute: Execute, comment: str, function: str, shown: str, status: str
) -> None:
    data = execute(_SOLUTION, comment + _TESTS.format(function))
    assert (data["status"], data["success"]) == (status, status == "ok")
    assert data["testResult"]["testCases"][0]["passed"]
    assert shown in normalised(data["errors"])
    assert "/_portal/" not in data["errors"]


@pytest.mark.parametrize(
    ("in_tests", "shown", "status"),
    [
        ("A()", "FileNotFoundError: [Errno 2] No such file or directory: 'missing'", "ok"),
        ("write()", "OSError: [Errno 27] File too large", "file_limit"),
    ],
)
def test_errors_of_the_tests_themselves_are_shown_in_the_same_way(
    execute: Execute, in_tests: str, shown: str, status: str
) -> None:
    tests = f"import solution\n{_SOLUTION}\ndef test_it(): {in_tests}\n"
    data = execute("pass", tests)
    assert data["status"] == status
    assert shown in data["errors"]
    assert "/_portal/" not in data["errors"]
