"""Everything that is kept of a learner, for their export.

Left out are the hash of the password, and the responses that an Idempotency-Key keeps for a while, which are copies.
"""

from collections.abc import Iterator
from typing import Any

from portal.dao import activity_days as activity_days_dao
from portal.dao import exercise_attempts as exercise_attempts_dao
from portal.dao import exercise_versions as versions_dao
from portal.dao import regrades as regrades_dao
from portal.dao import sessions as sessions_dao
from portal.dao import submissions as submissions_dao
from portal.database import Database
from portal.models import Submission, User
from portal.services import progress

_PAGE_SIZE = 50


def collect(db: Database, user: User) -> dict[str, Any]:
    """Return all but the submissions, by name as in `ExportHeadSchema`; it fits in memory."""
    days = activity_days_dao.list_for_user(db, user_id=user.id)
    return {
        "user": user,
        "sessions": sessions_dao.list_for_user(db, user_id=user.id),
        "progress": progress.list_all(db, user.id),
        "activity": [{"date": day, "submissions": count, "passed": passed} for day, count, passed in days],
        "attempts": exercise_attempts_dao.list_for_user(db, user_id=user.id),
        "regrades": regrades_dao.list_for_user(db, user_id=user.id),
        "published": versions_dao.list_for_author(db, user_id=user.id),
    }


def list_submissions(db: Database, user_id: str) -> Iterator[Submission]:
    """Yield all submissions of a user, oldest first, with one page of them in memory at a time."""
    after = ("", "")
    while page := submissions_dao.list_for_user(db, user_id=user_id, after=after, limit=_PAGE_SIZE):
        yield from page
        after = (page[-1].submitted_at, page[-1].id)
