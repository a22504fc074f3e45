"""What is said of a run that a limit or a fault ended: in data for programs, and in words for beginners."""

from typing import Any

from executor.limits import Task
from executor.sandbox import End

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
    "crashed": "the program brought down the interpreter, for example by recursion that never ends",
    "incomplete": "the program ended the test run before every test had reported",
}
_EXPLANATIONS = {
    "timeout": "Your program took too long. Look for a loop that never ends, or for work that grows too fast.",
    "memory": "Your program needed more memory than it may have. Look for a list or text that grows without end.",
    "output_limit": "Your program printed too much. Look for a loop that prints and never ends.",
    "file_limit": "Your program's files have become too large or too many. Look for a loop that writes and never ends.",
    "crashed": "Python itself gave up. Most often something calls itself without end, or is nested far too deeply.",
    "incomplete": "Your program ended before all tests had run. Remove exit(), quit() and the like from it.",
}
_IN_A_LOOP = (
    "When the time was up, your program was in the loop that starts on line {loop}. "
    "Make sure that its condition becomes false at some point, or that it reaches a break."
)
_AT_A_LINE = (
    "When the time was up, your program was busy on line {line}. Either it waits there, or that work takes too long."
)


def error_of(status: str, task: Task, end: End, exit_code: int, place: dict[str, Any]) -> dict[str, Any] | None:
    """Make the `error` of a run that could not answer; None for one that ended well.

    Args:
        place: {"at": line, "loop": line or None} where it was known; checked here.
    """
    if status == "ok":
        return None
    if status == "error":
        message = f"the program ended itself with exit code {exit_code}"
        return {"type": _TYPES[status], "message": message, "line": None, "explanation": None}
    lines = task.code.count("\n") + 1
    line, loop = _line(place.get("at"), lines), _line(place.get("loop"), lines)
    explanation = _EXPLANATIONS[status]
    if status == "timeout" and line is not None:
        explanation = (_IN_A_LOOP if loop else _AT_A_LINE).format(line=line, loop=loop)
    message = _MESSAGES[status].format(**vars(task.limits))
    return {"type": _TYPES[status], "message": message, "line": line, "explanation": explanation}


def limit_of(status: str, task: Task, end: End) -> dict[str, Any] | None:
    """Tell which limit ended the run: {"name", "value", "used", "unit"}; None when none did."""
    limits = task.limits
    too_many = end.file_count > limits.file_count
    hit: dict[str, tuple[float, float, str]] = {
        "timeout": (limits.timeout_ms, end.duration_ms, "ms"),
        "memory": (limits.memory_mb * 2**20, end.memory_bytes, "bytes"),
        "output_limit": (limits.output_bytes, max(end.stdout_bytes, end.stderr_bytes), "bytes"),
        "file_limit": (limits.file_count, end.file_count, "entries")
        if too_many
        else (limits.file_bytes, end.file_bytes, "bytes"),
    }
    if status not in hit:
        return None
    value, used, unit = hit[status]
    return {"name": status, "value": value, "used": used, "unit": unit}


def _line(value: object, most: int) -> int | None:
    return value if type(value) is int and 1 <= value <= most else None
