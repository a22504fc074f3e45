"""Runs plain pytest in each folder that it is told, in a process of its own, which is forked: to start one takes 0.3 s.

For each line with a folder on standard input it writes a line to standard output when `verdicts.json` and `output.txt`
are in that folder.
"""

import gc
import json
import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

OPTIONS = ["-q", "--disable-plugin-autoload", "-p", "no:cacheprovider", "-c", "/dev/null"]


class Verdicts:
    """Writes {test: None or the name of the error's class} when the tests are over."""

    def __init__(self) -> None:
        self._verdicts: dict[str, str | None] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Function, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "call" or report.failed:
            name = item.name if item.cls is None else f"{item.cls.__name__}.{item.name}"
            self._verdicts[name] = type(call.excinfo.value).__name__ if call.excinfo and not report.passed else None
        return report

    def pytest_sessionfinish(self) -> None:
        Path("verdicts.json").write_text(json.dumps(self._verdicts))


def run(folder: str) -> None:
    os.chdir(folder)
    output = os.open("output.txt", os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.path[0] = folder
    pytest.main([*OPTIONS, f"--rootdir={folder}", f"--confcutdir={folder}", "solution_test.py"], plugins=[Verdicts()])


def main() -> None:
    sys.dont_write_bytecode = True
    gc.freeze()  # pytest collects garbage when it ends, which would copy all pages that hold objects
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(line.rstrip("\n"))
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
