"""The rules of progress: attempts are counted, `completed` is permanent, only a passing submission verifies it."""

import dataclasses
from typing import Any

from portal import clock
from portal.dao import progress as progress_dao
from portal.database import Database
from portal.errors import ProgressNotFound, TokenRevoked
from portal.models import Progress, Session, Submission
from portal.services import exercises
from portal.services.pagination import PageRequest, Pagination

_ALL = 100_000  # more exercises than any catalogue holds


def list_for_user(
    db: Database, user_id: str, wanted: PageRequest, *, status: str | None = None
) -> tuple[list[Progress], Pagination]:
    """Return a part of the learner's progress, last changed first."""
    found = progress_dao.list_for_user(
        db, user_id=user_id, status=status, limit=wanted.per_page + 1, offset=wanted.offset, before=wanted.after
    )
    items = found[: wanted.per_page]
    following = (items[-1].updated_at, items[-1].id) if len(found) > len(items) else None
    total = progress_dao.count_for_user(db, user_id=user_id, status=status)
    return items, Pagination.of(wanted.page, wanted.per_page, total, following)


def list_all(db: Database, user_id: str) -> list[Progress]:
    """Return all of the learner's progress, last changed first."""
    return progress_dao.list_for_user(db, user_id=user_id, limit=_ALL)


def get(db: Database, user_id: str, exercise_id: str) -> Progress:
    """Return the learner's progress with an exercise.

    Raises:
        ExerciseNotFound: there is no such exercise.
        ProgressNotFound: the learner has not started it.
    """
    found = progress_dao.get(db, user_id=user_id, exercise_id=exercise_id)
    if found is not None:
        return found
    exercises.require(db, exercise_id)
    raise ProgressNotFound


def save(db: Database, session: Session, exercise_id: str, changes: dict[str, Any]) -> Progress:
    """Record what the learner says of an exercise.

    Raises:
        ExerciseNotFound: there is no such exercise.
        TokenRevoked: the session ended in the meantime.
    """
    recorded = progress_dao.upsert(
        db,
        session_id=session.id,
        user_id=session.user_id,
        exercise_id=exercise_id,
        at=clock.now_text(),
        changes=changes,
    )
    if recorded is None:
        exercises.require(db, exercise_id)
        raise TokenRevoked
    return recorded


def record_attempt(db: Database, submission: Submission, *, isolated: bool) -> Progress:
    """Count a graded attempt, in the transaction that stores it. The first pass sets the completion time.

    Args:
        isolated: whether the tests ran apart from the learner's code. A pass is verified only then.
    """
    progress = progress_dao.record_attempt(
        db,
        user_id=submission.user_id,
        exercise_id=submission.exercise_id,
        code=submission.code,
        version=submission.version,
        passed=submission.success,
        verified=submission.success and isolated,
        at=submission.submitted_at,
    )
    return _with_completion_time(db, progress, submission) if submission.success else progress


def record_credit(db: Database, submission: Submission, *, version: str, isolated: bool) -> Progress | None:
    """Complete the exercise of a submission that became a pass, in the transaction that stores that."""
    progress = progress_dao.update_completed(
        db,
        user_id=submission.user_id,
        exercise_id=submission.exercise_id,
        version=version,
        verified=isolated,
        at=clock.now_text(),
    )
    return progress and _with_completion_time(db, progress, submission)


def _with_completion_time(db: Database, progress: Progress, submission: Submission) -> Progress:
    """Set the completion time, unless an earlier pass has set it."""
    if progress.completion_time is not None:
        return progress
    completion_time = clock.seconds_between(progress.started_at, submission.submitted_at)
    progress_dao.update_completion_time(db, progress_id=progress.id, completion_time=completion_time)
    return dataclasses.replace(progress, completion_time=completion_time)
