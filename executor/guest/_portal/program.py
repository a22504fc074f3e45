"""Run a program as `python solution.py` would."""

import atexit
import builtins
import errno
import sys
import types
from collections.abc import Callable

from _portal import errors, harness_frames, ignored_errors
from _portal.environment import WORK
from _portal.learner_source import LearnerSource
from _portal.messages import Message

_NO_CALL = Message(
    "Your program only defines functions or classes and never uses them, so nothing happened. "
    "Call a function at the end of the program, and print() its result."
)
_default_hook = sys.excepthook
Outcome = dict[str, object]


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
        raised = exc
    else:
        return _ended_well(code)
    outcome = failed(raised)  # out of the handler: for its own hook, the exception is not being handled
    del raised  # else it would keep the program's objects, through this frame
    return outcome


def _ended_well(code: str) -> Outcome:
    silent = getattr(sys.__stdout__, "is_untouched", False) and LearnerSource(code).calls_nothing()
    return {"status": "ok", "exitCode": 0, "error": None, "tests": None, "explanation": _NO_CALL if silent else None}


def end() -> None:
    """End the program as the interpreter would: exit handlers, then finalizers of its objects, then the streams."""
    atexit._run_exitfuncs()
    finish()


def finish() -> None:
    """Finalize a program whose exit handlers were called."""
    ignored_errors.forget_programs_hook()
    vars(sys.modules["__main__"]).clear()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (ValueError, OSError, AttributeError):
            continue  # the program closed or replaced it


def failed(exc: BaseException, *, in_tests: bool = False) -> Outcome:
    """The outcome of a program that raised."""
    outcome = {"status": _status(exc), "exitCode": 1, "error": errors.describe(exc, in_tests=in_tests), "tests": None}
    hook = getattr(sys, "excepthook", _default_hook)
    if in_tests or hook is _default_hook:
        _print_traceback(exc)
    else:
        outcome["exitCode"] = _call_hook(hook, exc)
    return outcome


def _call_hook(hook: Callable[..., object], exc: BaseException) -> int:
    """Have the program's own `sys.excepthook` show an exception; return the exit status."""
    exc.__traceback__ = harness_frames.drop(exc.__traceback__)
    try:
        hook(type(exc), exc, exc.__traceback__)
    except SystemExit as end:
        return exit_code(end)
    except BaseException as error:
        _write_stderr("Error in sys.excepthook:\n")
        _print_traceback(error)
        _write_stderr("\nOriginal exception was:\n")
        _print_traceback(exc)
    return 1


def _status(exc: BaseException) -> str:
    if isinstance(exc, MemoryError) and not exc.args:  # with a message it comes from the parser
        return "memory"
    return "file_limit" if isinstance(exc, OSError) and exc.errno == errno.EFBIG else "error"


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
