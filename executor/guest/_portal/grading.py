"""Grade one attempt with pytest: the test module lives in memory only and imports the learner's module by name."""

import random
import sys
import traceback
import types
from typing import Any

from _portal import (
    companions,
    errors,
    exception_monitor,
    failures,
    json_text,
    plain_tests,
    program,
    pytest_session,
    test_run,
)
from _portal.call_log import CallLog
from _portal.crossing import Disconnected
from _portal.environment import report
from _portal.failures import FailureDescriber
from _portal.learner_proxy import connect
from _portal.learner_source import LearnerSource
from _portal.messages import Message, explanation_of, with_sources
from _portal.plain_tests import Plain, Test
from _portal.recorder import Recorder
from _portal.rpc import Channel
from _portal.test_files import Prepared, code_of
from _portal.test_files import prepare as prepare_tests

# Errors, each raised while the one before it was handled.
_MAX_CHAIN = 5

_recorder = Recorder()


def prepare() -> None:
    """Configure pytest and start its session while the snapshot is made, so that a run does not pay for it."""
    pytest_session.prepare(_recorder)


def start_anew() -> None:
    """Forget the tests of a rehearsal."""
    _recorder.start(None)
    pytest_session.start_anew()


def grade(task: dict[str, Any], compiled_tests: str) -> program.Outcome:
    """Collect and run the tests; every expected test gets exactly one verdict.

    Args:
        task: the request of the host; see guest.py. `prepared` is what an earlier run reported as {"prepared": ...} of
            the same tests, or None.
        compiled_tests: the text after it.

    Returns:
        The outcome, with `tests` as a list of {"name", "passed", "error", "output", "duration" in ms, "failure"}.
        Status `grader_error` means that the tests themselves are broken, which is never the learner's fault.
    """
    stem = task["module"].removesuffix(".py")
    test_module = types.ModuleType(f"{stem}_test")
    test_module.__file__ = f"/tests/{stem}_test.py"
    sources = companions.read([name for name in task["names"] if name != task["module"]])
    try:
        prepared = task["prepared"]
        if prepared is None:
            prepared, compiled_tests = _prepare(task["tests"], stem, test_module.__file__, sources)
    except (SyntaxError, ValueError, RecursionError) as exc:
        return _grader_error(errors.text_of(exc))
    _monitor_exceptions(task, prepared)
    canary = _announce(prepared)
    is_alone = prepared["apart"] and not sources  # no code but the tests' can use pytest here
    pytest_session.leave_out(prepared["unused"] if is_alone else ())
    sys.modules[test_module.__name__] = test_module
    if prepared["apart"]:
        companions.know(sources)
    loaded = _load(task, prepared, compiled_tests, test_module)
    if isinstance(loaded, dict):
        return loaded
    if canary is not None:
        setattr(test_module, canary, _must_fail)
    describer = None
    if not task["verdict_only"]:
        describer = FailureDescriber(task["tests"], test_module.__file__, stem, task["code"], loaded)
    _recorder.start(describer)
    tests = _collect(test_module, prepared["plain"] if is_alone else {}, task["test_name"], canary)
    if _recorder.grader_fault is not None or not tests:
        return _grader_error(_recorder.grader_fault or "the test file holds no test")
    test_run.run(tests, _recorder, canary, until_failure=task["verdict_only"])
    return _outcome(_recorder)


def _prepare(tests: str, stem: str, path: str, sources: dict[str, str]) -> tuple[Prepared, str]:
    prepared, compiled = prepare_tests(tests, stem, path, sources)
    report(f"{json_text.dumps({'prepared': prepared})}\n{compiled}")
    return prepared, compiled


def _monitor_exceptions(task: dict[str, Any], prepared: Prepared) -> None:
    apart = prepared["apart"]
    if prepared["monitored"] if apart else exception_monitor.concerns(f"{task['code']} {task['tests']}"):
        exception_monitor.start()


def _announce(prepared: Prepared) -> str | None:
    """Report which tests will run, before any code of the learner's does; return the name of the canary, if any."""
    declared = prepared["declared"]
    canary = None if prepared["apart"] or not declared else _name_of_canary(declared)
    report(f'{prepared["announcement"]}, "canary": {json_text.dumps(canary)}}}')
    return canary


def _load(
    task: dict[str, Any], prepared: Prepared, compiled_tests: str, test_module: types.ModuleType
) -> program.Outcome | Channel | None:
    """Import the learner's module and execute the test file.

    Returns:
        The channel to the learner's interpreter, None when it is this one, or the outcome of a run that failed here.
    """
    channel, stem = None, task["module"].removesuffix(".py")
    try:
        if prepared["apart"]:
            channel, failed = connect(
                stem, test_module.__name__, prepared["replaced"], task["code"], import_now=prepared["imports"]
            )
            if task["trace"]:
                _report_calls(channel)
            if failed is not None:
                return _not_imported(failed, prepared["declared"])
        exec(code_of(compiled_tests), test_module.__dict__)
    except Disconnected:
        return _ended(prepared["declared"])
    except BaseException as exc:
        learners = _learners_error(exc, task["names"])
        if learners is None:
            return _grader_error(f"{type(exc).__name__}: {errors.text_of(exc)}{_place_in_tests(exc, test_module)}")
        outcome = program.import_failed(exc, in_tests=True)
        _explain_missing_name(learners, outcome["error"], task["code"])
        return _not_imported(outcome, prepared["declared"])
    return channel


def _place_in_tests(exc: BaseException, test_module: types.ModuleType) -> str:
    places = traceback.walk_tb(exc.__traceback__)
    lines = [line for frame, line in places if frame.f_code.co_filename == test_module.__file__]
    return f" (line {lines[-1]} of the tests)" if lines else ""


def _report_calls(channel: Channel) -> None:
    log = CallLog(channel)
    channel.on_call = lambda operation: report(json_text.dumps({"call": log.text_of(operation)}))


def _explain_missing_name(exc: BaseException, error: dict[str, Any], code: str) -> None:
    """Explain that the program lacks a name that the tests import, and which name it has instead."""
    wanted = exc.name_from if isinstance(exc, ImportError) else getattr(exc, "name", None)
    if not isinstance(wanted, str) or errors.line_of(exc) is not None:
        return
    source = LearnerSource(code)
    similar, inside = source.similar_name(wanted), source.function_with(wanted)
    if similar:
        text = Message(
            "The tests use {0}, but your program does not define it. It defines {1}: rename it to {0}.", wanted, similar
        )
    elif inside:
        text = Message(
            "The tests use {0}, but your program does not define it. It is defined inside {1}, where the tests cannot "
            "find it: check the indentation of its line.",
            wanted,
            inside,
        )
    else:
        text = Message(
            "The tests use {0}, but your program does not define it. Define it, with exactly this name.", wanted
        )
    error |= with_sources({"explanation": text})


def _name_of_canary(declared: list[str]) -> str:
    """Make a name like those of the other tests."""
    return f"{random.choice(declared).rpartition('.')[2]}_{random.choice('abcdefgh')}"  # noqa: S311 (only to vary)


def _collect(test_module: types.ModuleType, plain: Plain, name: str | None, canary: str | None) -> list[Test]:
    """Return all tests; or only the one of that name, with or without the case, and the canary."""
    tests = pytest_session.collect(test_module, plain_tests.made_in(test_module, plain))
    return tests if name is None else test_run.choose(tests, name, canary)


def _must_fail() -> None:
    """The canary: in a shared interpreter, it shows that tests which fail are still reported as failing."""
    raise AssertionError("this test must fail")


def _outcome(recorder: Recorder) -> program.Outcome:
    if recorder.grader_fault is not None:
        return _grader_error(recorder.grader_fault)
    not_run = [name for name in recorder.expected if name not in recorder.verdicts]
    recorder.verdicts |= {name: _not_run(name, "the test run ended before this test") for name in not_run}
    tests = [recorder.verdicts[name] for name in recorder.expected]
    if recorder.aborted is not None:
        return {"status": "incomplete", "exitCode": 1, "error": errors.describe(recorder.aborted), "tests": tests}
    status = "incomplete" if not_run else "ok"
    return {"status": status, "exitCode": len(not_run[:1]), "error": None, "tests": tests}


def _not_imported(outcome: program.Outcome, declared: list[str]) -> program.Outcome:
    error = outcome["error"]
    where = f" (line {error['line']})" if error["line"] else ""
    message = f"your code could not be loaded: {error['type']}: {error['message']}{where}"
    return {**outcome, "tests": [_not_run(name, errors.shorten(message), error) for name in declared]}


def _ended(declared: list[str]) -> program.Outcome:
    """The learner's interpreter is gone; the host knows why."""
    message = "the program ended the test run"
    error = {"type": "Incomplete", "message": message, "line": None, "explanation": None}
    tests = [_not_run(name, message) for name in declared]
    return {"status": "incomplete", "exitCode": 1, "error": error, "tests": tests}


def _learners_error(exc: BaseException | None, learner_files: list[str]) -> BaseException | None:
    """Return this error or the one during whose handling it was raised, if it is the learner's.

    Tests may catch the error of an import and raise another, in words for learners.
    """
    stems = {name.removesuffix(".py") for name in learner_files}
    for _ in range(_MAX_CHAIN):
        if exc is None or _is_learners_fault(exc, stems):
            return exc
        exc = exc.__context__
    return None


def _is_learners_fault(exc: BaseException, stems: set[str]) -> bool:
    """Whether the learner's code raised while it was imported, or lacks a name that the tests import."""
    if errors.line_of(exc) is not None:
        return True
    missing_from = exc.name if isinstance(exc, ImportError) else getattr(exc, "obj", None)
    return missing_from in stems or getattr(missing_from, "__name__", None) in stems


def _not_run(name: str, reason: str, error: dict[str, Any] | None = None) -> dict[str, object]:
    line, explanation = (error["line"], explanation_of(error)) if error else (None, None)
    failure = with_sources(failures.empty("not_run", explanation, line))
    return {"name": name, "passed": False, "error": reason, "output": "", "duration": 0.0, "failure": failure}


def _grader_error(reason: str) -> program.Outcome:
    error = {"type": "GraderError", "message": errors.shorten(reason), "line": None}
    return {"status": "grader_error", "exitCode": 1, "error": error, "tests": None}
