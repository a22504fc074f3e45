"""The error of a run that a limit or a crash ended: as data for programs, and in words for beginners."""

from typing import Any

from executor.models import Outcome, Task
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
_MESSAGES = {
    "timeout": "the program was stopped after {timeout_ms} ms",
    "memory": "the program needed more than {memory_mb} MB of memory",
    "output_limit": "the program printed more than {output_bytes} bytes",
    "file_limit": "the program's files grew beyond {file_bytes} bytes or {file_count} entries",
    "crashed": "the program crashed the interpreter, for example by endless recursion",
    "incomplete": "the program ended the test run before every test had reported",
}
_TOO_MANY_OPEN = f"the program kept more than {MAX_OPEN_FILES} files open"
_EXPLANATIONS = {
    "timeout": "Your program took too long. Look for a loop that never ends, or for work that grows too fast.",
    "memory": "Your program needed more memory than it may use. Look for a list or string that grows without end.",
    "output_limit": "Your program printed too much. Look for a loop that prints and never ends.",
    "file_limit": "Your program's files have become too large or too many. Look for a loop that opens or writes files.",
    "crashed": "Python itself crashed. Usually a function calls itself without end, or data is nested far too deeply.",
    "incomplete": "Your program ended before all tests had run. Remove exit(), quit() and the like from it.",
}
_IN_A_LOOP = "When the time was up, your program was in the loop that starts on line {loop}. "
_UNCHANGED = "{names} in its condition never changed, so the loop does not end. Change {change} inside the loop."
_WHILE = "Make sure that its condition becomes false at some point, or that it reaches a break."
_FOR = "The loop may be correct but too slow: look for work that is repeated and could be done once."
_AT_A_LINE = (
    "When the time was up, your program was on line {line}. Either it waits there, or that work takes too long."
)
_TOO_SLOW = " If the loop does end, your program is too slow for the values that the tests use."
_MAX_CALL_CHARS = 1000
_MAX_NAMES = 5
_MAX_NAME_CHARS = 60


def describe_error(
    status: str, task: Task, outcome: Outcome, exit_code: int, location: dict[str, Any], call: object
) -> dict[str, Any] | None:
    """Return the `error` of a run that gave no answer; None for one that ended well.

    Args:
        location: {"at": line, "loop": line or None, "while": bool, "unchanged": names} where it is known; validated
            here.
        call: what the tests had called when the time was up, where it is known; validated here.
    """
    if status == "ok":
        return None
    if status == "error":
        message = f"the program ended itself with exit code {exit_code}"
        return {"type": _TYPES[status], "message": message, "line": None, "explanation": None}
    lines = task.code.count("\n") + 1
    line, loop = _valid_line(location.get("at"), lines), _valid_line(location.get("loop"), lines)
    explanation = _EXPLANATIONS[status]
    if status == "timeout" and line is not None:
        explanation = _explain_location(location, line, loop, graded=task.tests is not None)
    message = _MESSAGES[status].format(**vars(task.limits))
    if status == "file_limit" and outcome.open_files > MAX_OPEN_FILES:
        message = _TOO_MANY_OPEN
    error = {"type": _TYPES[status], "message": message, "line": line, "explanation": explanation}
    if task.tests is not None and isinstance(call, str):
        error["call"] = call[:_MAX_CALL_CHARS].encode("utf-8", "replace").decode()
    return error


def _explain_location(location: dict[str, Any], line: int, loop: int | None, *, graded: bool) -> str:
    if loop is None:
        return _AT_A_LINE.format(line=line)
    text = _IN_A_LOOP.format(loop=loop)
    names = location.get("unchanged")
    if isinstance(names, list) and names and all(isinstance(n, str) and n.isidentifier() for n in names[:_MAX_NAMES]):
        shown = " and ".join(name[:_MAX_NAME_CHARS] for name in names[:_MAX_NAMES])
        return text + _UNCHANGED.format(names=shown, change=shown if len(names) == 1 else "one of them")
    is_while = location.get("while") is True
    return text + (_WHILE if is_while else _FOR) + (_TOO_SLOW if graded and is_while else "")


def describe_limit(status: str, task: Task, outcome: Outcome) -> dict[str, Any] | None:
    """Return the limit that ended the run as {"name", "value", "used", "unit"}; None if none did."""
    limits = task.limits
    exceeded: dict[str, tuple[float, float, str]] = {
        "timeout": (limits.timeout_ms, outcome.duration_ms, "ms"),
        "memory": (limits.memory_mb * 2**20, outcome.memory_bytes, "bytes"),
        "output_limit": (limits.output_bytes, max(outcome.stdout_bytes, outcome.stderr_bytes), "bytes"),
        "file_limit": _file_limit(task, outcome),
    }
    if status not in exceeded:
        return None
    value, used, unit = exceeded[status]
    return {"name": status, "value": value, "used": used, "unit": unit}


def _file_limit(task: Task, outcome: Outcome) -> tuple[float, float, str]:
    if outcome.open_files > MAX_OPEN_FILES:
        return MAX_OPEN_FILES, outcome.open_files, "entries"
    if outcome.file_count > task.limits.file_count:
        return task.limits.file_count, outcome.file_count, "entries"
    return task.limits.file_bytes, outcome.file_bytes, "bytes"


def _valid_line(value: object, last_line: int) -> int | None:
    return value if type(value) is int and 1 <= value <= last_line else None
