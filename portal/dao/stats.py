"""Sums and maxima over tables of learners."""

from portal.database import Database


def sum_time_spent(db: Database, *, user_id: str) -> int:
    """Return the seconds of all completion times together."""
    row = db.one(
        "SELECT COALESCE(SUM(completion_time), 0) AS total FROM user_progress WHERE user_id = :user_id",
        {"user_id": user_id},
    )
    return int(row["total"]) if row else 0


def get_newest_at(db: Database) -> str | None:
    """Return when the newest row of learners was written, None when there is none; reads whole tables."""
    row = db.one(
        "SELECT MAX(at) AS newest FROM (SELECT MAX(created_at) AS at FROM users"
        " UNION ALL SELECT MAX(last_used_at) FROM sessions UNION ALL SELECT MAX(updated_at) FROM user_progress"
        " UNION ALL SELECT MAX(submitted_at) FROM exercise_submissions) AS times"
    )
    return row["newest"] if row else None
