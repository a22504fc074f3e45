"""Run a program as `python solution.py` would."""

import builtins
import errno
import sys
import types

from _portal import errors
from _portal.environment import WORK
from _portal.learner_source import LearnerSource
from _portal.messages import Message

_NO_CALL = Message(
    "Your program only defines functions or classes and never uses them, so nothing happened. "
    "Call a function at the end of the program, and print() its result."
)
Outcome = dict[str, object]
# Errors of a write beyond the maximum file size, at once or when its buffer is flushed.
_TOO_LARGE = (errno.EFBIG, errno.EIO)


def run(code: str, module: str) -> Outcome:
    """Execute the code as `__main__` and return how it ended; the traceback goes to stderr."""
    path = f"{WORK}/{module}"
    main = types.ModuleType("__main__")
    main.__file__ = path
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    try:
        exec(compile(code, path, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as exc:
        return _exited(exc)
    except BaseException as exc:
        return failed(exc)
    silent = getattr(sys.__stdout__, "is_untouched", False) and LearnerSource(code).calls_nothing()
    return {"status": "ok", "exitCode": 0, "error": None, "tests": None, "explanation": _NO_CALL if silent else None}


def failed(exc: BaseException, *, in_tests: bool = False) -> Outcome:
    """The outcome of a program that raised."""
    error = errors.describe(exc, in_tests=in_tests)
    _print_traceback(exc)
    return {"status": _status(exc), "exitCode": 1, "error": error, "tests": None}


def _status(exc: BaseException) -> str:
    if isinstance(exc, MemoryError) and not exc.args:  # with a message it comes from the parser
        return "memory"
    return "file_limit" if isinstance(exc, OSError) and exc.errno in _TOO_LARGE else "error"


def import_failed(exc: BaseException, *, in_tests: bool = True) -> Outcome:
    """The outcome of tests that could not run because the learner's module could not be imported."""
    outcome = failed(exc, in_tests=in_tests)
    if not isinstance(exc, Exception):
        outcome["status"] = "incomplete"
    return outcome


def exit_code(exc: SystemExit) -> int:
    """The exit status of a process that ended by this exception."""
    if exc.code is None:
        return 0
    return int(exc.code) if isinstance(exc.code, int) else 1


def _exited(exc: SystemExit) -> Outcome:
    code = exit_code(exc)
    if exc.code is not None and not isinstance(exc.code, int):
        _write_stderr(f"{errors.text_of(exc)}\n")
    error = errors.describe(exc) if code else None
    return {"status": "error" if code else "ok", "exitCode": code, "error": error, "tests": None}


def _print_traceback(exc: BaseException) -> None:
    try:
        _write_stderr(errors.format_traceback(exc))
    except (RecursionError, MemoryError, ValueError):
        _write_stderr(f"{type(exc).__name__}\n")


def _write_stderr(text: str) -> None:
    try:
        sys.stderr.write(text)
    except (ValueError, OSError, AttributeError):
        return  # the program closed or replaced it: the answer has type, message and line
