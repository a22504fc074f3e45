"""The executor's answer as models. It ran untrusted code: everything is checked before it is used.

Types are checked strictly, unknown fields are ignored; those outside the original wire contract are optional.
"""

from dataclasses import dataclass
from typing import Any

from portal.execution.json_checks import flag, items, number, one_of, optional, record, text, whole
from portal.models import RunResult, Verdict

STATUSES = ("ok", "error", "timeout", "memory", "output_limit", "file_limit", "crashed", "incomplete")
FAILURE_KINDS = ("wrong_value", "wrong_error", "no_error", "error", "timeout", "not_run", "other")
BROKEN_TESTS = "grader_error"
_ALL_STATUSES = (*STATUSES, BROKEN_TESTS)
_MAX_SHORT_CHARS = 2000
# Of what a text for learners was made of.
_MAX_SOURCE_CHARS = 500
_MAX_SOURCE_VALUES = 5

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """The result of a run, and the verdict if it was graded and its tests are not broken."""

    run: RunResult
    verdict: Verdict | None


def read_answer(value: object) -> Answer:
    """Return what the `data` of a response says; raises ValueError or KeyError."""
    data = record(value)
    run, succeeded = _run(data), flag(data["success"])
    return Answer(run, optional(lambda result: _verdict(run, record(result), succeeded), data["testResult"]))


def _run(data: Json) -> RunResult:
    stdout, stderr, truncated = text(data["output"]), text(data["errors"]), flag(data["truncated"])
    return RunResult(
        status=one_of(data["status"], _ALL_STATUSES),
        stdout=stdout,
        stderr=stderr,
        exit_code=whole(data["exitCode"]),
        error=optional(_error, data["error"]),
        explanation=optional(_short, data.get("explanation")),
        limit=optional(_limit, data.get("limit")),
        execution_time=number(data["executionTime"], 0),
        cpu_time=optional(number, data.get("cpuTime")),
        memory_used=whole(data["memoryUsed"]),
        truncated=truncated,
        streams=optional(_streams, data.get("streams"))
        or {"stdout": _stream(stdout, truncated), "stderr": _stream(stderr, truncated)},
        queue_time=optional(lambda value: number(value, 0), data.get("queueTime")),
    )


def _verdict(run: RunResult, result: Json, succeeded: bool) -> Verdict:
    """Build the verdict; a response that contradicts itself is never a pass."""
    tests = tuple(_test(record(case)) for case in items(result["testCases"]))
    says_passed, isolated = flag(result["passed"]), flag(result.get("isolated", False))
    passed = says_passed and succeeded and run.status == "ok" and bool(tests) and all(test["passed"] for test in tests)
    return Verdict(passed, run, tests, isolated=isolated)


def _test(case: Json) -> Json:
    passed = flag(case["passed"])
    return {
        "name": text(case["name"]),
        "passed": passed,
        "message": optional(text, case["error"]),
        "output": text(case["output"]),
        "duration": number(case["duration"], 0),
        "title": optional(_short, case.get("title")),
        "task": optional(whole, case.get("task")),
        "hidden": flag(case.get("hidden", False)),
        "failure": None if passed else optional(_failure, case.get("failure")),
    }


def _failure(value: object) -> Json:
    failure = record(value)
    texts = ("call", "expected", "actual", "difference", "explanation", "hint")
    return {
        "kind": one_of(failure["kind"], FAILURE_KINDS),
        **{name: optional(_short, failure.get(name)) for name in texts},
        "line": optional(whole, failure.get("line")),
        "translatable": optional(_sources, failure.get("translatable")),
    }


def _error(value: object) -> Json:
    error = record(value)
    return {
        "type": text(error["type"]),
        "message": text(error["message"]),
        "line": optional(whole, error["line"]),
        "explanation": optional(text, error.get("explanation")),
        "translatable": optional(_sources, error.get("translatable")),
    }


def _limit(value: object) -> Json:
    limit = record(value)
    names = {name: text(limit[name]) for name in ("name", "unit")}
    return {**names, "value": number(limit["value"]), "used": number(limit["used"])}


def _streams(value: object) -> dict[str, Json]:
    streams = {"stdout": record(record(value)["output"]), "stderr": record(record(value)["errors"])}
    return {
        name: {"bytes": whole(stream["bytes"]), "truncated": flag(stream["truncated"])}
        for name, stream in streams.items()
    }


def _stream(output: str, truncated: bool) -> Json:
    """What is known of a stream whose executor says nothing else of it."""
    return {"bytes": len(output.encode()), "truncated": truncated}


def _sources(value: object) -> dict[str, Json]:
    """What texts for learners were made of, by the name of their field."""
    return {text(name): _source(record(source)) for name, source in record(value).items()}


def _source(source: Json) -> Json:
    values = items(source["values"], _MAX_SOURCE_VALUES)
    return {"id": text(source["id"], _MAX_SOURCE_CHARS), "values": [text(each, _MAX_SOURCE_CHARS) for each in values]}


def _short(value: object) -> str:
    return text(value, _MAX_SHORT_CHARS)
