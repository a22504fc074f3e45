"""What the portal makes of the executor's answer, once its shape was checked."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RunOutcome:
    """How a run ended; times in milliseconds, `memory_used` in bytes.

    `limit` is the limit that ended it, as {"name", "value", "used", "unit"}, or None. `streams` tells of stdout and
    stderr how many bytes were written and whether some were dropped.
    """

    status: str
    stdout: str
    stderr: str
    exit_code: int
    error: dict[str, Any] | None
    limit: dict[str, Any] | None
    execution_time: float
    cpu_time: float | None
    memory_used: int
    truncated: bool
    streams: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, answer: dict[str, Any]) -> "RunOutcome":
        """Make the outcome of a checked answer."""
        return cls(
            status=answer["status"],
            stdout=answer["output"],
            stderr=answer["errors"],
            exit_code=answer["exit_code"],
            error=answer["error"],
            limit=answer["limit"],
            execution_time=answer["execution_time"],
            cpu_time=answer["cpu_time"],
            memory_used=answer["memory_used"],
            truncated=answer["truncated"],
            streams=_streams(answer),
        )


@dataclass(frozen=True)
class GradeOutcome:
    """How a graded run ended: `passed` only when every test reported a pass."""

    passed: bool
    run: RunOutcome
    tests: list[dict[str, Any]]

    @classmethod
    def of(cls, answer: dict[str, Any]) -> "GradeOutcome":
        """Make the outcome of a checked answer that holds a test result; one that contradicts itself is no pass."""
        result = answer["test_result"]
        tests = [_as_learner_sees(case) for case in result["test_cases"]]
        passed = answer["success"] and answer["status"] == "ok" and result["passed"] and bool(tests)
        return cls(passed and all(test["passed"] for test in tests), RunOutcome.of(answer), tests)


def _as_learner_sees(case: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "passed", "output", "duration")
    return {**{name: case[name] for name in names}, "message": case["error"]}


def _streams(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    told = answer["streams"] or {
        name: {"bytes": len(answer[name].encode()), "truncated": answer["truncated"]} for name in ("output", "errors")
    }
    return {"stdout": told["output"], "stderr": told["errors"]}
