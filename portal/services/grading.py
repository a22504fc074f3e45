"""Run and grade learners' code, and record what a graded attempt changes."""

import dataclasses
import uuid
from dataclasses import dataclass
from typing import Any

from portal import clock, metrics
from portal.dao import submissions as submissions_dao
from portal.db import Database
from portal.models import Progress, Submission
from portal.services import executor_client, exercises, progress
from portal.services.executor_outcomes import GradeOutcome, RunOutcome


@dataclass(frozen=True)
class Verdict:
    """A graded attempt; `submission_id` and `progress` are None for a guest."""

    passed: bool
    status: str
    summary: dict[str, int]
    tests: list[dict[str, Any]]
    stdout: str
    error: dict[str, Any] | None
    limit: dict[str, Any] | None
    execution_time: float
    submission_id: str | None = None
    progress: Progress | None = None


def run(code: str, *, stdin: str, timeout_ms: int, caller: str) -> RunOutcome:
    """Run a program; nothing is recorded. Raises the executor client's errors."""
    return executor_client.run(code, stdin=stdin, timeout_ms=timeout_ms, caller=caller)


def submit(db: Database, exercise_id: str, code: str, user_id: str | None, *, caller: str) -> Verdict:
    """Grade an attempt; a learner's is stored and counted in one transaction, a guest's is only judged.

    Raises:
        ExerciseNotFound: there is no such exercise.
        GraderError and the executor client's errors: there is no verdict, and nothing was recorded.
    """
    exercise = exercises.get(db, exercise_id)
    verdict = _verdict(executor_client.grade(exercise, code, caller=caller))
    if user_id is None:
        return verdict
    submission = Submission(
        id=str(uuid.uuid4()),
        user_id=user_id,
        exercise_id=exercise.id,
        code=code,
        test_results={"summary": verdict.summary, "tests": verdict.tests, "error": verdict.error},
        success=verdict.passed,
        status=verdict.status,
        submitted_at=clock.now_text(),
    )
    with db.transaction():
        submissions_dao.insert(db, submission)
        recorded = progress.record_attempt(db, submission)
    metrics.count_activity("submission")
    return dataclasses.replace(verdict, submission_id=submission.id, progress=recorded)


def _verdict(outcome: GradeOutcome) -> Verdict:
    passed = sum(test["passed"] for test in outcome.tests)
    total = len(outcome.tests)
    return Verdict(
        passed=outcome.passed,
        status=outcome.run.status,
        summary={"total": total, "passed": passed, "failed": total - passed},
        tests=outcome.tests,
        stdout=outcome.run.stdout,
        error=outcome.run.error,
        limit=outcome.run.limit,
        execution_time=outcome.run.execution_time,
    )
