"""Run and grade learners' code, and record graded attempts."""

import dataclasses
import logging
import uuid
from collections.abc import Callable, Generator
from typing import Any

from portal import clock
from portal.authoring.test_listing import name_of_case, titles
from portal.config import Settings
from portal.dao import activity_days as activity_days_dao
from portal.dao import submissions as submissions_dao
from portal.database import Database, IntegrityError
from portal.errors import ClientGone, ExerciseNotFound, GraderError, ValidationFailed
from portal.execution.client import ExecutorClient
from portal.models import (
    ALL_TESTS,
    Exercise,
    GradeOptions,
    Origin,
    Output,
    Program,
    RunResult,
    Session,
    Submission,
    Verdict,
)
from portal.observability import metrics
from portal.services import analytics, exercises, progress, sessions, stored_text

log = logging.getLogger(__name__)

# Of one submission's test results.
_MAX_STORED_TESTS = 200
_MAX_STORED_CHARS = 20_000


def run(executor: ExecutorClient, program: Program, *, origin: Origin) -> RunResult:
    """Run a program; nothing is recorded. Raises the executor client's errors."""
    return executor.run(program, origin)


def follow_run(executor: ExecutorClient, program: Program, *, origin: Origin) -> Generator[Output | RunResult | None]:
    """Run a program and follow it as `ExecutorClient.follow` does; nothing is recorded."""
    return executor.follow(program, origin)


def submit(
    db: Database,
    executor: ExecutorClient,
    config: Settings,
    exercise_id: str,
    code: str,
    session: Session | None,
    *,
    origin: Origin,
    is_needed: Callable[[], bool],
    hints_opened: int | None = None,
    on_recorded: Callable[[Verdict], None] = lambda _verdict: None,
) -> Verdict:
    """Grade an attempt. A learner's is stored and counted in one transaction; a guest, without a session, has none.

    Of a learner the newest SUBMISSIONS_KEPT are kept, and of each exercise the newest pass; long output is shortened.

    Args:
        is_needed: as for `ExecutorClient.grade`.
        hints_opened: how many hints the learner opened so far, for the exercise's author; None when it is not known.
        on_recorded: called in the transaction with what is returned, perhaps several times; may write to the database.

    Raises:
        ExerciseNotFound: there is no such exercise, or it was removed while the attempt was graded.
        TokenRevoked: the session ended while the attempt was graded; nothing was recorded.
        ClientGone: the verdict is no longer needed; nothing was recorded.
        GraderError and the executor client's errors: there is no verdict, and nothing was recorded.
    """
    exercise = exercises.get(db, exercise_id)
    verdict = _with_task_hint(_grade(executor, exercise, code, ALL_TESTS, origin, is_needed), exercise.hints)
    if session is None:
        return verdict
    if not is_needed():
        raise ClientGone
    submission = Submission(
        id=str(uuid.uuid4()),
        user_id=session.user_id,
        exercise_id=exercise.id,
        code=code,
        test_results=results_to_store(verdict),
        success=verdict.passed,
        status=verdict.run.status,
        submitted_at=clock.now_text(),
        version=exercise.version,
    )

    def write() -> Verdict:
        sessions.require_live(db, session)
        try:
            recorded = progress.record_attempt(db, submission, isolated=verdict.isolated)
        except IntegrityError:
            raise ExerciseNotFound from None
        stored = dataclasses.replace(verdict, submission_id=submission.id, progress=recorded)
        on_recorded(stored)
        seconds = clock.seconds_between(recorded.started_at, submission.submitted_at)
        with db.batch():
            submissions_dao.insert(db, submission)
            submissions_dao.delete_surplus(db, user_id=submission.user_id, kept=config.submissions_kept)
            activity_days_dao.record(
                db, user_id=submission.user_id, day=submission.submitted_at[:10], passed=submission.success
            )
            analytics.record(db, submission.user_id, exercise, verdict, seconds=seconds, hints_opened=hints_opened)
        return stored

    stored = db.in_transaction(write)
    metrics.count_activity("submission")
    return stored


def run_test(
    db: Database,
    executor: ExecutorClient,
    exercise_id: str,
    code: str,
    test_name: str,
    *,
    origin: Origin,
    is_needed: Callable[[], bool],
) -> Verdict:
    """Run one test of an exercise; nothing is recorded, and `passed` says whether that test passed.

    Args:
        test_name: as a verdict or the exercise has it.
        is_needed: as for `ExecutorClient.grade`.

    Raises:
        ExerciseNotFound, ValidationFailed: there is no such exercise, or it has no such test.
        ClientGone: the verdict is no longer needed.
        GraderError and the executor client's errors: there is no verdict.
    """
    exercise = exercises.get(db, exercise_id)
    if name_of_case(test_name) not in titles(exercise.test_code):
        raise ValidationFailed(details={"testName": ["The exercise has no test of this name."]})
    verdict = _grade(executor, exercise, code, GradeOptions(test_name), origin, is_needed)
    # All tests are in a verdict without any that ran.
    tests = tuple(test for test in verdict.tests if name_of_case(test["name"]) == name_of_case(test_name))
    verdict = dataclasses.replace(verdict, tests=tests, passed=verdict.passed and bool(tests))
    return _with_task_hint(verdict, exercise.hints)


def _grade(
    executor: ExecutorClient,
    exercise: Exercise,
    code: str,
    options: GradeOptions,
    origin: Origin,
    is_needed: Callable[[], bool],
) -> Verdict:
    """Grade as `ExecutorClient.grade` does, and log that an exercise of the catalogue has broken tests."""
    try:
        return executor.grade(exercise, code, origin=origin, options=options, is_needed=is_needed)
    except GraderError as error:
        log.error("the tests of %s are broken: %s", exercise.id, error.__cause__)
        raise


def results_to_store(verdict: Verdict) -> dict[str, Any]:
    """Return what is stored of a verdict, with long output shortened."""
    results = {"tests": verdict.tests[:_MAX_STORED_TESTS], "error": verdict.run.error}
    return {"summary": verdict.summary, **stored_text.shorten(results, _MAX_STORED_CHARS)}


def _with_task_hint(verdict: Verdict, hints: tuple[str, ...]) -> Verdict:
    """Give the first test that failed the first hint under the heading of its task, unless it has a hint of its own."""
    tests = list(verdict.tests)
    index = next((index for index, test in enumerate(tests) if not test["passed"]), None)
    failure = None if index is None else tests[index]["failure"]
    if index is None or failure is None or failure["hint"] is not None or tests[index]["task"] is None:
        return verdict
    heading = f"{tests[index]['task']}."
    hint = next((hint for hint in hints if hint.startswith(heading)), None)
    tests[index] = {**tests[index], "failure": {**failure, "hint": hint}}
    return dataclasses.replace(verdict, tests=tuple(tests))
