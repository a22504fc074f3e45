"""From what came out of a run to the result that callers see. Nothing the guest said is trusted unchecked."""

import codecs
import json
import logging
from dataclasses import dataclass, field
from typing import Any

from executor import ends, frames
from executor.limits import Task
from executor.sandbox import End

log = logging.getLogger(__name__)

STATUSES = frozenset(
    {"ok", "error", "timeout", "memory", "output_limit", "file_limit", "crashed", "incomplete", "grader_error"}
)
_MAX_WORDS = 4000
_MAX_TESTS = 2000
_MAX_DURATION_MS = 1e9


@dataclass
class Recording:
    """What a run sent before it ended."""

    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    expected: list[str] = field(default_factory=list)
    tests: list[dict[str, Any]] = field(default_factory=list)
    canary: str | None = None
    exit_code: int | None = None

    def take(self, kind: bytes, content: bytes) -> None:
        """Add one frame."""
        if kind == frames.STDOUT:
            self.stdout += content
        elif kind == frames.STDERR:
            self.stderr += content
        elif kind == frames.EVENT:
            self._take_event(_parse(content))
        elif kind == frames.NOTE:
            self._take_exit(_parse(content))

    def _take_event(self, event: dict[str, Any]) -> None:
        if isinstance(event.get("expected"), list):
            if not self.expected:  # only the first was said before anything of the learner's ran
                self.canary = str(event["canary"]) if event.get("canary") else None
            names = [str(name)[:_MAX_WORDS] for name in event["expected"][:_MAX_TESTS]]
            self.expected = [name for name in names if name != self.canary]
        elif (test := _checked_test(event.get("test"))) is not None and len(self.tests) < _MAX_TESTS:
            self.tests.append(test)
        else:
            self._take_exit(event)

    def _take_exit(self, event: dict[str, Any]) -> None:
        if isinstance(event.get("exit"), int):
            self.exit_code = event["exit"] & 0xFF


def conclude(task: Task, recording: Recording, end: End) -> dict[str, Any]:
    """Make the `data` of an answer (DESIGN section 5)."""
    answer = _checked_answer(end.answer, recording, graded=task.tests is not None) if end.answer else None
    answer = answer or _unanswered(task, recording, end)
    status = answer["status"]
    tests = answer["tests"]
    streams = {
        "output": _stream(recording.stdout, end.stdout_bytes),
        "errors": _stream(recording.stderr, end.stderr_bytes),
    }
    passed = status == "ok" and bool(tests) and all(test["passed"] for test in tests)
    return {
        "success": passed if task.tests is not None else status == "ok",
        "status": status,
        "output": _text(recording.stdout, truncated=streams["output"]["truncated"]),
        "errors": _text(recording.stderr, truncated=streams["errors"]["truncated"]),
        "exitCode": answer["exitCode"],
        "error": answer["error"],
        "limit": ends.limit_of(status, task, end),
        "executionTime": end.duration_ms,
        "cpuTime": end.cpu_ms,
        "memoryUsed": end.memory_bytes,
        "truncated": any(stream["truncated"] for stream in streams.values()),
        "streams": streams,
        "testResult": None if task.tests is None or tests is None else {"passed": passed, "testCases": tests},
    }


def _unanswered(task: Task, recording: Recording, end: End) -> dict[str, Any]:
    """What can be said of a run that did not get as far as answering."""
    status = _status_without_answer(task, recording, end)
    code = recording.exit_code or 0 if end.reason == "exited" else -1
    error = ends.error_of(status, task, end, code, _parse(end.place.encode()))
    tests = None
    if task.tests is not None and error is not None:
        tests = _fill(recording, f"not run: {error['message']}")
    return {"status": status, "exitCode": code, "error": error, "tests": tests}


def _status_without_answer(task: Task, recording: Recording, end: End) -> str:
    if end.reason == "answered":  # and the answer made no sense
        recording.tests.clear()
        return "crashed" if task.tests is None else "incomplete"
    if end.reason == "exited":
        if task.tests is not None:
            return "incomplete"
        return "error" if recording.exit_code else "ok"
    if end.reason in STATUSES:
        return end.reason
    if end.memory_bytes > task.limits.memory_mb * 2**20 * 0.9:
        return "memory"
    log.debug("a run ended in a trap: %s", end.detail[-300:])
    return "crashed"


def _fill(recording: Recording, reason: str) -> list[dict[str, Any]]:
    """One verdict per expected test: what it reported, else a fail with the reason."""
    reported = {test["name"]: test for test in recording.tests}
    missing = {"passed": False, "error": reason, "output": "", "duration": 0.0}
    return [reported.get(name, {"name": name, **missing}) for name in recording.expected]


def _checked_answer(text: str, recording: Recording, *, graded: bool) -> dict[str, Any] | None:
    """The guest's answer when it has the right shape, else None: the run then counts as incomplete, or crashed."""
    answer = _parse(text.encode("utf-8", "replace"))
    status, code, error = answer.get("status"), answer.get("exitCode"), answer.get("error")
    if status not in STATUSES or type(code) is not int:
        return None
    tests: list[dict[str, Any]] | None = None
    if graded and status != "grader_error":
        raw = answer.get("tests")
        checked = [_checked_test(test) for test in raw] if isinstance(raw, list) and len(raw) <= _MAX_TESTS else [None]
        tests = [test for test in checked if test is not None]
        canaries = [test["passed"] for test in tests if test["name"] == recording.canary]
        tests = [test for test in tests if test["name"] != recording.canary]
        whole = [test["name"] for test in tests] == recording.expected
        if None in checked or (status == "ok" and not (whole and _is_alive(recording, canaries))):
            return None
    return {"status": status, "exitCode": code & 0xFF, "error": _checked_error(error), "tests": tests}


def _is_alive(recording: Recording, canaries: list[bool]) -> bool:
    """Whether the test that must fail did, where there is one: else what the guest says of tests is worth nothing."""
    return canaries == ([] if recording.canary is None else [False])


def _checked_error(error: object) -> dict[str, Any] | None:
    if not isinstance(error, dict):
        return None
    line = error.get("line")
    return {
        "type": _words(error.get("type")),
        "message": _words(error.get("message")),
        "line": line if type(line) is int else None,
        "explanation": _words(error.get("explanation")) or None,
    }


def _checked_test(test: object) -> dict[str, Any] | None:
    if not isinstance(test, dict) or type(test.get("passed")) is not bool or not isinstance(test.get("name"), str):
        return None
    error, duration = test.get("error"), test.get("duration")
    return {
        "name": _words(test["name"]),
        "passed": test["passed"],
        "error": None if error is None else _words(error),
        "output": _words(test.get("output")),
        "duration": duration if isinstance(duration, float) and 0 <= duration < _MAX_DURATION_MS else 0.0,
    }


def _parse(content: bytes) -> dict[str, Any]:
    """Read a JSON object of the guest's; anything else reads as an empty one."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _words(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return text[:_MAX_WORDS].encode("utf-8", "replace").decode()


def _stream(kept: bytearray, written: int) -> dict[str, Any]:
    """Say how many bytes were written in all, and whether some were dropped."""
    return {"bytes": max(written, len(kept)), "truncated": written > len(kept)}


def _text(data: bytearray, *, truncated: bool) -> str:
    """Decode what was kept of a stream; a character that the limit cut in two is left out, other bad bytes show."""
    return codecs.getincrementaldecoder("utf-8")("replace").decode(bytes(data), final=not truncated)
