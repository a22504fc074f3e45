"""Deleting what is older than the operator wants to keep, in small steps between which others can write."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from portal import clock
from portal.config import Settings
from portal.dao import exercises as exercises_dao
from portal.dao import submissions as submissions_dao
from portal.database import Database
from portal.services import idempotency, sessions

_STEP_ROWS = 500
_PAUSE_S = 0.02


def purge(db: Database, config: Settings) -> dict[str, int]:
    """Delete what is too old and return how many rows of each kind; it may be stopped at any time and run again."""
    return {
        "sessions": sum(_repeat(lambda: sessions.prune(db, config, limit=_STEP_ROWS))),
        "stored responses": sum(_repeat(lambda: idempotency.prune(db, config, limit=_STEP_ROWS))),
        "submissions": sum(_thin_out(db, config.submission_retention_s)),
    }


def _repeat(step: Callable[[], int]) -> Iterator[int]:
    """Yield what each step deleted, until one deletes nothing."""
    while deleted := step():
        yield deleted
        time.sleep(_PAUSE_S)


def _thin_out(db: Database, retention_s: int | None) -> Iterator[int]:
    """Delete failed attempts that are older than the retention, and yield how many each step deleted."""
    if retention_s is None:
        return
    before = clock.to_text(clock.now() - timedelta(seconds=retention_s))
    for exercise_id in exercises_dao.list_ids(db):
        after = ("", "")
        while positions := submissions_dao.list_positions(
            db, exercise_id=exercise_id, before=before, after=after, limit=_STEP_ROWS
        ):
            yield submissions_dao.delete_failed(db, exercise_id=exercise_id, after=after, last=positions[-1])
            after = positions[-1]
            time.sleep(_PAUSE_S)
