"""Runs of learners' code, and how they end."""

from dataclasses import dataclass
from typing import Any

from portal.models.learning import Progress


@dataclass(frozen=True)
class Origin:
    """Where a run comes from, for the executor's log and its fair queue.

    Attributes:
        caller: the learner, or the network of a guest.
        network: the network the request came from.
        trace_parent: W3C trace context, when the request had one.
    """

    caller: str
    network: str
    request_id: str
    trace_parent: str | None


@dataclass(frozen=True)
class GradeOptions:
    """How to grade.

    Attributes:
        test_name: the only test to run, with or without the case of a parametrized one.
        verdict_only: end at the first test that fails, and explain nothing.
        cpu_timeout_ms: processor time after which the run ends, besides the exercise's time limit.
    """

    test_name: str | None = None
    verdict_only: bool = False
    cpu_timeout_ms: int | None = None


ALL_TESTS = GradeOptions()


@dataclass(frozen=True)
class Program:
    """A program to run; with `echo`, what it reads of `stdin` appears in its output, as in a terminal."""

    code: str
    stdin: str
    echo: bool
    timeout_ms: int


@dataclass(frozen=True)
class Output:
    """What a program wrote to `stdout` or `stderr`, while it runs."""

    stream: str
    text: str


@dataclass(frozen=True)
class RunResult:
    """How a run ended; times in milliseconds, `memory_used` in bytes.

    Attributes:
        error: {"type", "message", "line", "explanation", "translatable"} of the exception that ended it; `translatable`
            holds what texts were made of, see `portal.translations`.
        explanation: why a run that ended well did nothing visible, in words for beginners.
        limit: {"name", "value", "used", "unit"} of the limit that ended it.
        streams: for `stdout` and `stderr`, how many bytes were written and whether some were dropped.
    """

    status: str
    stdout: str
    stderr: str
    exit_code: int
    error: dict[str, Any] | None
    explanation: str | None
    limit: dict[str, Any] | None
    execution_time: float
    cpu_time: float | None
    memory_used: int
    truncated: bool
    streams: dict[str, dict[str, Any]]
    queue_time: float | None


@dataclass(frozen=True)
class Verdict:
    """A graded attempt: `passed` only when every test reported a pass.

    Attributes:
        tests: per test `name`, `title`, `task`, `hidden`, `passed`, `message`, `output`, `duration` in milliseconds and
            `failure`: None, or {"kind", "call", "expected", "actual", "difference", "line", "explanation", "hint",
            "translatable"}.
        isolated: whether the tests ran in another interpreter than the learner's code, which cannot forge that verdict.
        submission_id, progress: None for a guest, whose attempts are not stored.
    """

    passed: bool
    run: RunResult
    tests: tuple[dict[str, Any], ...]
    isolated: bool = False
    submission_id: str | None = None
    progress: Progress | None = None

    @property
    def summary(self) -> dict[str, int]:
        """How many tests there are, and how many passed and failed."""
        passed = sum(test["passed"] for test in self.tests)
        return {"total": len(self.tests), "passed": passed, "failed": len(self.tests) - passed}
