"""The error of a run that a limit or a crash ended: as data for programs, and in words for beginners."""

from typing import Any

from executor.messages import Message, with_sources
from executor.models import Limits, Outcome, Task
from executor.storage import MAX_OPEN_FILES

_TYPES = {
    "timeout": "Timeout",
    "memory": "MemoryError",
    "output_limit": "OutputLimit",
    "file_limit": "FileLimit",
    "crashed": "Crash",
    "incomplete": "Incomplete",
    "error": "SystemExit",
}
_EXPLANATIONS = {
    "timeout": Message("Your program took too long. Look for a loop that never ends, or for work that grows too fast."),
    "memory": Message(
        "Your program needed more memory than it may use. Look for a list or string that grows without end."
    ),
    "output_limit": Message("Your program printed too much. Look for a loop that prints and never ends."),
    "file_limit": Message(
        "Your program's files have become too large or too many. Look for a loop that opens or writes files."
    ),
    "crashed": Message(
        "Python itself crashed. Usually a function calls itself without end, or data is nested far too deeply."
    ),
    "incomplete": Message("Your program ended before all tests had run. Remove exit(), quit() and the like from it."),
}
_MAX_CALL_CHARS = 1000
_MAX_NAMES = 5
_MAX_NAME_CHARS = 60


def describe_error(
    status: str, task: Task, outcome: Outcome, exit_code: int, location: dict[str, Any], call: object
) -> dict[str, Any] | None:
    """Return the `error` of a run that gave no answer, `with_sources`; None for one that ended well.

    Args:
        location: {"at": line, "loop": line or None, "while": bool, "unchanged": names} where it is known; validated
            here.
        call: what the tests had called when the time was up, where it is known; validated here.
    """
    if status == "ok":
        return None
    if status == "error":
        message = Message("the program ended itself with exit code {0}", exit_code)
        return with_sources({"type": _TYPES[status], "message": message, "line": None, "explanation": None})
    lines = task.code.count("\n") + 1
    line, loop = _valid_line(location.get("at"), lines), _valid_line(location.get("loop"), lines)
    explanation = _EXPLANATIONS[status]
    if status == "timeout" and line is not None:
        explanation = _explain_location(location, line, loop, graded=task.tests is not None)
    message = _message(status, task, outcome)
    error = with_sources({"type": _TYPES[status], "message": message, "line": line, "explanation": explanation})
    if task.tests is not None and isinstance(call, str):
        error["call"] = call[:_MAX_CALL_CHARS].encode("utf-8", "replace").decode()
    return error


def _message(status: str, task: Task, outcome: Outcome) -> Message:
    limits = task.limits
    if status == "timeout":
        return Message("the program was stopped after {0} ms", _time_limit(limits, outcome)[0])
    if status == "memory":
        return Message("the program needed more than {0} MB of memory", limits.memory_mb)
    if status == "output_limit":
        return Message("the program printed more than {0} bytes", limits.output_bytes)
    if status == "file_limit" and outcome.open_files > MAX_OPEN_FILES:
        return Message("the program kept more than {0} files open", MAX_OPEN_FILES)
    if status == "file_limit":
        return Message("the program's files grew beyond {0} bytes or {1} entries", limits.file_bytes, limits.file_count)
    if status == "crashed":
        return Message("the program crashed the interpreter, for example by endless recursion")
    return Message("the program ended the test run before every test had reported")


def _explain_location(location: dict[str, Any], line: int, loop: int | None, *, graded: bool) -> Message:
    if loop is None:
        return Message(
            "When the time was up, your program was on line {0}. Either it waits there, or that work takes too long.",
            line,
        )
    names = location.get("unchanged")
    if isinstance(names, list) and names and all(isinstance(n, str) and n.isidentifier() for n in names[:_MAX_NAMES]):
        return _explain_unchanged(loop, [name[:_MAX_NAME_CHARS] for name in names[:_MAX_NAMES]])
    if location.get("while") is not True:
        return Message(
            "When the time was up, your program was in the loop that starts on line {0}. "
            "The loop may be correct but too slow: look for work that is repeated and could be done once.",
            loop,
        )
    if graded:
        return Message(
            "When the time was up, your program was in the loop that starts on line {0}. "
            "Make sure that its condition becomes false at some point, or that it reaches a break. "
            "If the loop does end, your program is too slow for the values that the tests use.",
            loop,
        )
    return Message(
        "When the time was up, your program was in the loop that starts on line {0}. "
        "Make sure that its condition becomes false at some point, or that it reaches a break.",
        loop,
    )


def _explain_unchanged(loop: int, names: list[str]) -> Message:
    if len(names) == 1:
        return Message(
            "When the time was up, your program was in the loop that starts on line {0}. "
            "{1} in its condition never changed, so the loop does not end. Change {1} inside the loop.",
            loop,
            names[0],
        )
    return Message(
        "When the time was up, your program was in the loop that starts on line {0}. "
        "{1} and {2} in its condition never changed, so the loop does not end. Change one of them inside the loop.",
        loop,
        ", ".join(names[:-1]),
        names[-1],
    )


def describe_limit(status: str, task: Task, outcome: Outcome) -> dict[str, Any] | None:
    """Return the limit that ended the run as {"name", "value", "used", "unit"}; None if none did."""
    limits = task.limits
    exceeded: dict[str, tuple[float, float, str]] = {
        "timeout": (*_time_limit(limits, outcome), "ms"),
        "memory": (limits.memory_mb * 2**20, outcome.memory_bytes, "bytes"),
        "output_limit": (limits.output_bytes, max(outcome.stdout_bytes, outcome.stderr_bytes), "bytes"),
        "file_limit": _file_limit(task, outcome),
    }
    if status not in exceeded:
        return None
    value, used, unit = exceeded[status]
    return {"name": status, "value": value, "used": used, "unit": unit}


def _time_limit(limits: Limits, outcome: Outcome) -> tuple[float, float]:
    """The limit of time that was exceeded, and what was used of it."""
    if limits.cpu_ms is None or outcome.duration_ms >= limits.timeout_ms:
        return limits.timeout_ms, outcome.duration_ms
    return limits.cpu_ms, max(limits.cpu_ms, outcome.cpu_ms or 0)


def _file_limit(task: Task, outcome: Outcome) -> tuple[float, float, str]:
    if outcome.open_files > MAX_OPEN_FILES:
        return MAX_OPEN_FILES, outcome.open_files, "entries"
    if outcome.file_count > task.limits.file_count:
        return task.limits.file_count, outcome.file_count, "entries"
    return task.limits.file_bytes, outcome.file_bytes, "bytes"


def _valid_line(value: object, last_line: int) -> int | None:
    return value if type(value) is int and 1 <= value <= last_line else None
