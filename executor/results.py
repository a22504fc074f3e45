"""Builds the result that callers see from what a run sent. Nothing that the guest reports is trusted unchecked."""

import codecs
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from executor import failure_messages, messages, test_cases, worker_protocol
from executor.models import Outcome, Task

log = logging.getLogger(__name__)

STATUSES = frozenset(
    {"ok", "error", "timeout", "memory", "output_limit", "file_limit", "crashed", "incomplete", "grader_error"}
)
_MAX_TEXT_CHARS = 4000
_MAX_TESTS = 2000
_MAX_DURATION_MS = 1e9

# Receives output as it comes: the kind of frame, and bytes.
OnOutput = Callable[[bytes, bytes], None]


@dataclass
class Recording:
    """What a run sent before it ended; `on_output` gets its output as it is added."""

    on_output: OnOutput | None = None
    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    expected: list[str] = field(default_factory=list)
    tests: list[dict[str, Any]] = field(default_factory=list)
    canary: str | None = None
    about: dict[str, dict[str, Any]] = field(default_factory=dict)
    collected: bool = False
    isolated: bool | None = None
    exit_code: int | None = None
    file_error: dict[str, Any] | None = None

    def add(self, kind: bytes, content: bytes) -> None:
        """Add one frame."""
        if self.on_output is not None and kind in (worker_protocol.STDOUT, worker_protocol.STDERR):
            self.on_output(kind, content)
        if kind == worker_protocol.STDOUT:
            self.stdout += content
        elif kind == worker_protocol.STDERR:
            self.stderr += content
        elif kind == worker_protocol.EVENT:
            self._add_event(_parse(content))
        elif kind == worker_protocol.LEARNER_EVENT:
            self._add_end(_parse(content))

    def _add_event(self, event: dict[str, Any]) -> None:
        if isinstance(event.get("expected"), list):
            self.collected = self.collected or bool(self.expected)
            if self.isolated is None:  # only the first was reported before any code of the learner's ran
                self.isolated = event.get("isolated") is True
            if not self.expected:  # only the first was reported before any code of the learner's ran
                self.about = test_cases.checked_about(event.get("about"))
                self.canary = str(event["canary"]) if event.get("canary") else None
            names = [str(name)[:_MAX_TEXT_CHARS] for name in event["expected"][:_MAX_TESTS]]
            self.expected = [name for name in names if name != self.canary]
        elif (test := _checked_test(event.get("test"))) is not None and len(self.tests) < _MAX_TESTS:
            self.tests.append(test)
        else:
            self._add_end(event)

    def _add_end(self, event: dict[str, Any]) -> None:
        """Add what either interpreter may report: its exit status, or a write beyond a limit that it went on after."""
        if isinstance(event.get("exit"), int):
            self.exit_code = event["exit"] & 0xFF
        self.file_error = self.file_error or _checked_error(event.get("file_limit"))


def build_result(task: Task, recording: Recording, outcome: Outcome) -> dict[str, Any]:
    """Return the `data` of a response (DESIGN section 5)."""
    answer = _checked_answer(outcome.answer, recording, graded=task.tests is not None) if outcome.answer else None
    answer = answer or _without_answer(task, recording, outcome)
    if answer["status"] == "ok" and recording.file_error is not None:
        answer |= {"status": "file_limit", "error": recording.file_error}
    status = answer["status"]
    tests = answer["tests"] and test_cases.complete(answer["tests"], recording.about)
    streams = {
        "output": _stream(recording.stdout, outcome.stdout_bytes),
        "errors": _stream(recording.stderr, outcome.stderr_bytes),
    }
    passed = status == "ok" and bool(tests) and all(test["passed"] for test in tests)
    return {
        "success": passed if task.tests is not None else status == "ok",
        "status": status,
        "output": _decode(recording.stdout, truncated=streams["output"]["truncated"]),
        "errors": _decode(recording.stderr, truncated=streams["errors"]["truncated"]),
        "exitCode": answer["exitCode"],
        "error": answer["error"],
        "explanation": answer.get("explanation"),
        "limit": failure_messages.describe_limit(status, task, outcome),
        "executionTime": outcome.duration_ms,
        "cpuTime": outcome.cpu_ms,
        "memoryUsed": outcome.memory_bytes,
        "truncated": any(stream["truncated"] for stream in streams.values()),
        "streams": streams,
        "testResult": None if task.tests is None or tests is None else _test_result(passed, recording, tests),
    }


def _test_result(passed: bool, recording: Recording, tests: list[dict[str, Any]]) -> dict[str, Any]:
    return {"passed": passed, "isolated": recording.isolated is True, "testCases": tests}


def _without_answer(task: Task, recording: Recording, outcome: Outcome) -> dict[str, Any]:
    """The result of a run that gave no valid answer."""
    status = _status_without_answer(task, recording, outcome)
    code = recording.exit_code or 0 if outcome.reason == "exited" else -1
    location, call = _parse(outcome.location.encode()), _parse(outcome.call.encode()).get("call")
    error = failure_messages.describe_error(status, task, outcome, code, location, call)
    tests = None
    if task.tests is not None and error is not None:
        tests = _complete(recording, f"not run: {error['message']}")
        test_cases.mark_unfinished(tests, error, status=status, collected=recording.collected)
    return {"status": status, "exitCode": code, "error": error, "tests": tests}


def _status_without_answer(task: Task, recording: Recording, outcome: Outcome) -> str:
    if outcome.reason == "answered":  # with an answer that is not valid
        recording.tests.clear()
        return "crashed" if task.tests is None else "incomplete"
    if outcome.reason == "exited":
        if task.tests is not None:
            return "incomplete"
        return "error" if recording.exit_code else "ok"
    if outcome.reason in STATUSES:
        return outcome.reason
    if outcome.memory_bytes > task.limits.memory_mb * 2**20 * 0.9:
        return "memory"
    log.debug("a run trapped: %s", outcome.detail[-300:])
    return "crashed"


def _complete(recording: Recording, reason: str) -> list[dict[str, Any]]:
    """Return one verdict per expected test: the reported one, or else a failure with the reason."""
    reported = {test["name"]: test for test in recording.tests}
    missing = {"passed": False, "error": reason, "output": "", "duration": 0.0}
    return [
        reported.get(name, {"name": name, **missing, "failure": test_cases.new_failure("not_run")})
        for name in recording.expected
    ]


def _checked_answer(text: str, recording: Recording, *, graded: bool) -> dict[str, Any] | None:
    """Return the guest's answer if it is valid, else None: the run then counts as incomplete, or crashed."""
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
        complete = [test["name"] for test in tests] == recording.expected
        if None in checked or (status == "ok" and not (complete and _canary_failed(recording, canaries))):
            return None
    explanation = _text_of(answer.get("explanation")) or None
    error = _checked_error(error)
    return {"status": status, "exitCode": code & 0xFF, "error": error, "tests": tests, "explanation": explanation}


def _canary_failed(recording: Recording, canaries: list[bool]) -> bool:
    """Whether the test that must fail did, if there is one: otherwise no verdict of the guest can be trusted."""
    return canaries == ([] if recording.canary is None else [False])


def _checked_error(error: object) -> dict[str, Any] | None:
    if not isinstance(error, dict):
        return None
    line = error.get("line")
    return {
        "type": _text_of(error.get("type")),
        "message": _text_of(error.get("message")),
        "line": line if type(line) is int else None,
        "explanation": _text_of(error.get("explanation")) or None,
        "translatable": messages.checked(error.get("translatable"), ("explanation",)),
    }


def _checked_test(test: object) -> dict[str, Any] | None:
    if not isinstance(test, dict) or type(test.get("passed")) is not bool or not isinstance(test.get("name"), str):
        return None
    error, duration = test.get("error"), test.get("duration")
    return {
        "name": _text_of(test["name"]),
        "passed": test["passed"],
        "error": None if error is None else _text_of(error),
        "output": _text_of(test.get("output")),
        "duration": duration if isinstance(duration, float) and 0 <= duration < _MAX_DURATION_MS else 0.0,
        "failure": None if test["passed"] else test_cases.checked_failure(test.get("failure")),
    }


def _parse(content: bytes) -> dict[str, Any]:
    """Parse a JSON object from the guest; anything else becomes an empty one."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _text_of(value: object) -> str:
    text = value[:_MAX_TEXT_CHARS] if isinstance(value, str) else ""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _stream(kept: bytearray, written: int) -> dict[str, Any]:
    """Return how many bytes were written in total, and whether some were dropped."""
    return {"bytes": max(written, len(kept)), "truncated": written > len(kept)}


def _decode(data: bytearray, *, truncated: bool) -> str:
    """Decode the kept part of a stream; drop a character that the limit cut in two, replace other bad bytes."""
    return codecs.getincrementaldecoder("utf-8")("replace").decode(bytes(data), final=not truncated)
