"""What the portal sends to the executor: bodies and headers of `POST /api/execute`."""

import hashlib
from typing import Any

from portal.models import Exercise, GradeOptions, Origin, Program

# Of a graded run whose exercise has no time limit of its own.
DEFAULT_TIME_LIMIT_MS = 10_000
# Accepts a line of JSON whenever there is something to say, instead of one answer.
_LINES = "application/x-ndjson, application/json;q=0.5"


def run_body(program: Program) -> dict[str, Any]:
    """Return the body that runs a program."""
    body = {"code": program.code, "stdin": program.stdin, "runTests": False, "timeout": program.timeout_ms}
    return {**body, "echo": True} if program.echo else body  # older executors refuse fields that they do not know


def grade_body(exercise: Exercise, code: str, options: GradeOptions) -> dict[str, Any]:
    """Return the body that runs an exercise's tests against a learner's code."""
    body = {
        "code": code,
        "exerciseId": exercise.id,
        "runTests": True,
        "testCode": exercise.test_code,
        "module": exercise.module,
        "files": exercise.files,
        "timeout": exercise.time_limit_ms or DEFAULT_TIME_LIMIT_MS,
        "testName": options.test_name,
        "verdictOnly": options.verdict_only or None,
        "cpuTimeout": options.cpu_timeout_ms,
    }
    return {name: value for name, value in body.items() if value is not None}  # older executors refuse unknown fields


def headers(origin: Origin) -> dict[str, str]:
    """Identify the caller for the fair queue: hashes, as the executor need not know who it is."""
    given = {
        "Content-Type": "application/json",
        "X-Request-ID": origin.request_id,
        "X-Caller": _hash(origin.caller),
        "X-Caller-Network": _hash(origin.network),
    }
    return given if origin.trace_parent is None else {**given, "traceparent": origin.trace_parent}


def following_headers(origin: Origin) -> dict[str, str]:
    """Identify the caller, and ask for a response that goes on while the run does."""
    return {**headers(origin), "Accept": _LINES}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
