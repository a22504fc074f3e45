"""Rehearse runs while the snapshot is made, so that in it code is specialised and caches are filled.

CPython specialises code for what it meets, and writes to it meanwhile; in a run, both would happen again and again.
"""

import asyncio
import builtins
import contextlib
import linecache
import logging
import random
import runpy
import sys
from collections.abc import Iterator

from _portal import (
    environment,
    grading,
    heap,
    json_text,
    learner_server,
    processor_time,
    program,
    rpc,
    syntax_tree,
)

_ROUNDS = 5
_STEM = "rehearsal"
_MODULE = f"{_STEM}.py"
_WORKING = "numbers = [number * 2 for number in range(3)]\nassert numbers"
_FAILING = "def half(number):\n    return number / 0\nhalf(1)"
_SOLUTION = """
def double(number):
    return number + number
class Box:
    def __init__(self, content):
        self.content = content
    def take(self):
        return self.content
"""
_TESTS = """
import pytest
from rehearsal import Box, double
@pytest.fixture
def one(): return 1
def test_passes(one): assert double(one) == 2
def test_fails(): assert double(2) == 5
def test_fails_on_lists(): assert [double(1), 3] == [2, 4]
def test_fails_on_texts(): assert double("ab") == "abba"
def test_captures(capsys):
    print("text")
    assert capsys.readouterr().out == "text\\n"
@pytest.mark.parametrize("n", [1, 2])
def test_raises(n):
    with pytest.raises(TypeError): double(None)
def test_breaks(): double(None)
class TestBox:
    def test_content(self): assert Box(3).take() == 3
"""
_PLAIN_TESTS = """
import pytest
from rehearsal import double
def test_passes(): assert double(1) == 2
def test_passes_again(): assert double(2) == 4
def test_fails(): assert double(2) == 5
def test_breaks(): double(None)
@pytest.mark.parametrize("n", [1, 2])
def test_cases(n): assert double(n) == 2 * n
@pytest.mark.parametrize("n", [double(1)])
def test_of_pytest(n): assert double(n) == 2 * n
"""
# What is graded: tests, whether they run apart, and how many of them pass.
_ATTEMPTS = (
    (_PLAIN_TESTS, True, 5),
    (_TESTS, True, 5),
    (f"# portal: shared interpreter\n{_TESTS}", False, 5),
)
# What a run, or the interpreter of a learner's module, replaces.
_REPLACED = (
    *((sys, name) for name in ("argv", "stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")),
    *(
        (random, "seed"),
        (asyncio, "run"),
        (runpy, "run_path"),
        (runpy, "run_module"),
        (builtins, "input"),
        (rpc, "exchange"),
    ),
)

# What pytest sets for a debugger. It would also keep the frames of the rehearsal.
_SET_BY_ERRORS = ("last_exc", "last_traceback", "last_type", "last_value")


def rehearse() -> None:
    """Run programs and grade an attempt, several times; nothing of it is left that a program could see."""
    heap.watch_code()
    for _ in range(_ROUNDS):
        for code in (_WORKING, _FAILING):
            with _undone():
                program.run(code, _MODULE)
                logging.shutdown()  # the library's only exit function
                program.finish()
        for tests, apart, passing in _ATTEMPTS:
            with _undone():
                _grade(tests, passing, apart=apart)
    heap.keep_executed_code()
    syntax_tree.forget()
    grading.start_anew()


def _grade(tests: str, passing: int, *, apart: bool) -> None:
    learner = learner_server.connect(_SOLUTION, _MODULE)
    rpc.exchange = learner.answer
    if not apart:
        learner.answer(json_text.dumps({"op": "import", "now": True}))
    task = {"code": _SOLUTION, "module": _MODULE, "names": [_MODULE], "tests": tests, "trace": False}
    outcome = grading.grade({**task, "prepared": None, "test_name": None, "verdict_only": False}, "")
    if sum(test["passed"] for test in outcome["tests"] or ()) != passing:
        raise RuntimeError(f"the rehearsal failed: {outcome}")


@contextlib.contextmanager
def _undone() -> Iterator[None]:
    """Undo in the end what a run changes in the interpreter."""
    replaced = [(owner, name, getattr(owner, name)) for owner, name in _REPLACED]
    modules, path, finders = dict(sys.modules), sys.path[:], sys.meta_path[:]
    environment.enter("", [_MODULE], echo=False)
    processor_time.start()
    yield
    for owner, name, value in replaced:
        setattr(owner, name, value)
    sys.modules.clear()
    sys.modules.update(modules)
    sys.path[:], sys.meta_path[:] = path, finders
    sys.path_importer_cache.clear()
    linecache.clearcache()
    for name in _SET_BY_ERRORS:
        vars(sys).pop(name, None)
