"""Grade stored submissions again by other tests, in nobody's request.

A pass stays a pass, whatever newer tests say of it; a failure that passes now can be credited.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal import clock
from portal.dao import activity_days as activity_days_dao
from portal.dao import regrades as regrades_dao
from portal.dao import submissions as submissions_dao
from portal.database import Database
from portal.database.interface import IntegrityError
from portal.errors import GraderError
from portal.models import ALL_TESTS, Exercise, GradeOptions, Regrade, Submission, Verdict
from portal.services import analytics, exercises, grading, progress
from portal.services.background_grading import BackgroundGrader

_PAGE_SIZE = 20
_MAX_LISTED = 100

OnProgress = Callable[[int, int], None]


class ExerciseChanged(RuntimeError):
    """The exercise was published anew during a regrade; what was graded before stays."""


@dataclass(frozen=True)
class RegradeReport:
    """What the current version makes of the stored submissions.

    Attributes:
        graded: how many were graded now.
        ungraded: how many more there is no verdict of, because the tests break on them.
        outcomes: how many there are by outcome, of this regrade and those before it.
        changes: the newest of them, at most 100.
    """

    version: str
    graded: int
    ungraded: int
    outcomes: dict[str, int]
    changes: list[Regrade]


def preview(
    db: Database, grader: BackgroundGrader, exercise: Exercise, *, limit: int, on_progress: OnProgress
) -> list[Regrade]:
    """Return which learners' submissions a version that is not published yet would grade otherwise; stores nothing.

    Args:
        exercise: the version to try.
        limit: of the learners, the newest; of each the newest pass is tried, or the newest attempt.
        on_progress: called with how many were graded, and of how many.
    """
    newest = submissions_dao.list_newest_by_learner(db, exercise_id=exercise.id, limit=limit)
    changes = []
    for done, (username, submission) in enumerate(newest, 1):
        verdict = _grade(grader, exercise, submission, GradeOptions(verdict_only=True))
        if verdict is not None and verdict.passed != submission.success:
            outcome = "passes" if verdict.passed else "fails"
            changes.append(Regrade(submission.id, username, submission.submitted_at, outcome))
        on_progress(done, len(newest))
    return changes


def regrade(
    db: Database, grader: BackgroundGrader, exercise_id: str, *, credit: bool, on_progress: OnProgress
) -> RegradeReport:
    """Grade the stored submissions of an exercise by its current version.

    Each outcome is stored at once, so that the next call continues where this one was stopped.

    Args:
        credit: make failures that pass now passes, and complete the exercise for their learners.
        on_progress: called with how many were graded, and of how many.

    Raises:
        ExerciseNotFound: there is no such exercise.
        ExerciseChanged: it was published anew in the meantime.
        The executor client's errors: there is no verdict; nothing was stored of that submission.
    """
    exercise = exercises.get(db, exercise_id)
    version = exercise.version
    total = regrades_dao.count_pending(db, exercise_id=exercise_id, version=version, credit=credit)
    done, ungraded, after = 0, 0, ("", "")
    while page := regrades_dao.list_pending(
        db, exercise_id=exercise_id, version=version, credit=credit, after=after, limit=_PAGE_SIZE
    ):
        for submission in page:
            verdict = _grade(grader, exercise, submission)
            if verdict is None:
                ungraded += 1
            else:
                _store(db, exercise, submission, verdict, credit=credit)
            done += 1
            on_progress(done, max(done, total))
        after = (page[-1].submitted_at, page[-1].id)
    return RegradeReport(
        version=version,
        graded=done - ungraded,
        ungraded=ungraded,
        outcomes=regrades_dao.count_outcomes(db, exercise_id=exercise_id, version=version),
        changes=regrades_dao.list_changed(db, exercise_id=exercise_id, version=version, limit=_MAX_LISTED),
    )


def _grade(
    grader: BackgroundGrader, exercise: Exercise, submission: Submission, options: GradeOptions = ALL_TESTS
) -> Verdict | None:
    """Return the verdict; None where the tests break, which must not end the regrade of all others."""
    try:
        return grader.grade(exercise, submission.code, options)
    except GraderError:
        return None


def _store(db: Database, exercise: Exercise, submission: Submission, verdict: Verdict, *, credit: bool) -> None:
    def write() -> None:
        if exercises.get(db, exercise.id).content != exercise.content:
            raise ExerciseChanged(f"{exercise.id} was published anew in the meantime; start the regrade again")
        regrades_dao.upsert(
            db, submission_id=submission.id, version=exercise.version, success=verdict.passed, at=clock.now_text()
        )
        if credit and verdict.passed and not submission.success:
            _credit(db, exercise, submission, verdict)

    try:
        db.in_transaction(write)
    except IntegrityError:  # the learner has deleted the account, or it was one of too many submissions
        return


def _credit(db: Database, exercise: Exercise, submission: Submission, verdict: Verdict) -> None:
    version = exercise.version
    results = grading.results_to_store(verdict)
    if not submissions_dao.update_passed(
        db, submission_id=submission.id, test_results=results, status=verdict.run.status, version=version
    ):
        return
    activity_days_dao.update_passed(db, user_id=submission.user_id, day=submission.submitted_at[:10])
    completed = progress.record_credit(db, submission, version=version, isolated=verdict.isolated)
    if completed is not None:
        seconds = clock.seconds_between(completed.started_at, submission.submitted_at)
        analytics.record_credit(db, submission, seconds=seconds)
