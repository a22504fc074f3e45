"""Table `user_progress`."""

import uuid
from typing import Any

from portal.database import Database, Row
from portal.models import Progress

_COLUMNS = (
    "id, user_id, exercise_id, status, completion_time, attempts, last_code, started_at, completed_at, updated_at,"
    " verified, completed_version"
)
# A pass from before there were versions keeps none.
_EARNED = (
    "CASE WHEN user_progress.verified = 1 THEN user_progress.completed_version"
    " ELSE COALESCE(user_progress.completed_version, {}) END"
)


def get(db: Database, *, user_id: str, exercise_id: str) -> Progress | None:
    """Return how far a user is with an exercise."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM user_progress WHERE user_id = :user_id AND exercise_id = :exercise_id",
        {"user_id": user_id, "exercise_id": exercise_id},
    )
    return _from_row(row) if row else None


def list_statuses(db: Database, *, user_id: str) -> dict[str, str]:
    """Return the status of every exercise that a user has begun, by exercise."""
    rows = db.all("SELECT exercise_id, status FROM user_progress WHERE user_id = :user_id", {"user_id": user_id})
    return {row["exercise_id"]: row["status"] for row in rows}


def list_for_user(
    db: Database,
    *,
    user_id: str,
    limit: int,
    offset: int = 0,
    status: str | None = None,
    before: tuple[str, str] | None = None,
) -> list[Progress]:
    """Return a user's progress, last changed first; `before` is a (time, id) after which nothing listed changed."""
    condition = (" AND status = :status" if status else "") + (" AND (updated_at, id) < (:at, :id)" if before else "")
    at, id_ = before or ("", "")
    rows = db.all(
        f"SELECT {_COLUMNS} FROM user_progress WHERE user_id = :user_id{condition}"
        " ORDER BY updated_at DESC, id DESC LIMIT :limit OFFSET :offset",
        {"user_id": user_id, "status": status, "limit": limit, "offset": offset, "at": at, "id": id_},
    )
    return [_from_row(row) for row in rows]


def count_for_user(db: Database, *, user_id: str, status: str | None = None) -> int:
    """Return how many exercises a user has progress with."""
    condition = " AND status = :status" if status else ""
    row = db.one(
        f"SELECT COUNT(*) AS total FROM user_progress WHERE user_id = :user_id{condition}",
        {"user_id": user_id, "status": status},
    )
    return int(row["total"]) if row else 0


def upsert(
    db: Database, *, session_id: str, user_id: str, exercise_id: str, at: str, changes: dict[str, Any]
) -> Progress | None:
    """Record what a user says of an exercise; `completed` stays, whatever `status` says.

    It is one statement, as drafts are saved all the time. Return None, and record nothing, when the session has ended
    or there is no such exercise.

    Args:
        changes: any of `status`, `last_code`, `completion_time` (seconds); what is missing keeps its value.
    """
    given = {name: changes.get(name) for name in ("status", "last_code", "completion_time")}
    row = db.one(
        "INSERT INTO user_progress (id, user_id, exercise_id, status, completion_time, last_code, started_at,"
        " completed_at, updated_at)"
        " SELECT CAST(:id AS TEXT), s.user_id, e.id, COALESCE(:status, 'in_progress'),"
        " CAST(:completion_time AS INTEGER), CAST(:last_code AS TEXT), CAST(:at AS TEXT),"
        " CASE WHEN :status = 'completed' THEN :at END, :at"
        " FROM sessions s JOIN exercises e ON e.id = :exercise_id"
        " WHERE s.id = :session_id AND s.user_id = :user_id AND s.revoked_at IS NULL AND s.expires_at > :at"
        f"{db.for_update('s')}"
        " ON CONFLICT (user_id, exercise_id) DO UPDATE SET"
        " status = CASE WHEN user_progress.status = 'completed' THEN 'completed'"
        " ELSE COALESCE(:status, user_progress.status) END,"
        " completion_time = COALESCE(excluded.completion_time, user_progress.completion_time),"
        " last_code = COALESCE(excluded.last_code, user_progress.last_code),"
        " completed_at = COALESCE(user_progress.completed_at, excluded.completed_at),"
        f" updated_at = excluded.updated_at RETURNING {_COLUMNS}",
        {
            **given,
            "id": str(uuid.uuid4()),
            "session_id": session_id,
            "user_id": user_id,
            "exercise_id": exercise_id,
            "at": at,
        },
    )
    return _from_row(row) if row else None


def record_attempt(
    db: Database,
    *,
    user_id: str,
    exercise_id: str,
    code: str,
    version: str | None,
    passed: bool,
    verified: bool,
    at: str,
) -> Progress:
    """Count a graded attempt; a pass completes the exercise for good, and `verified` stays once it is set.

    Args:
        version: of the exercise that graded it; that of the first pass is kept.
    """
    row = db.one(
        "INSERT INTO user_progress (id, user_id, exercise_id, status, attempts, last_code, started_at, completed_at,"
        " updated_at, verified, completed_version)"
        " VALUES (:id, :user_id, :exercise_id, :status, 1, :code, :at, :completed_at, :at, :verified, :version)"
        " ON CONFLICT (user_id, exercise_id) DO UPDATE SET"
        " status = CASE WHEN user_progress.status = 'completed' THEN 'completed' ELSE excluded.status END,"
        " attempts = user_progress.attempts + 1, last_code = excluded.last_code,"
        " completed_at = COALESCE(user_progress.completed_at, excluded.completed_at), updated_at = excluded.updated_at,"
        " verified = CASE WHEN excluded.verified = 1 THEN 1 ELSE user_progress.verified END,"
        f" completed_version = {_EARNED.format('excluded.completed_version')}"
        f" RETURNING {_COLUMNS}",
        {
            "id": str(uuid.uuid4()),
            "user_id": user_id,
            "exercise_id": exercise_id,
            "status": "completed" if passed else "in_progress",
            "code": code,
            "at": at,
            "completed_at": at if passed else None,
            "verified": int(verified),
            "version": version if passed else None,
        },
    )
    return _from_row(_present(row))


def update_completed(
    db: Database, *, user_id: str, exercise_id: str, version: str, verified: bool, at: str
) -> Progress | None:
    """Complete an exercise for a user whose attempt was found to pass later; an earlier completion stays."""
    row = db.one(
        "UPDATE user_progress SET status = 'completed', completed_at = COALESCE(completed_at, :at), updated_at = :at,"
        " verified = CASE WHEN :verified = 1 THEN 1 ELSE verified END,"
        f" completed_version = {_EARNED.format(':version')}"
        " WHERE user_id = :user_id AND exercise_id = :exercise_id RETURNING " + _COLUMNS,
        {"user_id": user_id, "exercise_id": exercise_id, "version": version, "verified": int(verified), "at": at},
    )
    return _from_row(row) if row else None


def update_completion_time(db: Database, *, progress_id: str, completion_time: int) -> None:
    """Store how long the exercise took, in seconds."""
    db.execute(
        "UPDATE user_progress SET completion_time = :completion_time WHERE id = :id",
        {"completion_time": completion_time, "id": progress_id},
    )


def _present(row: Row | None) -> Row:
    if row is None:
        raise RuntimeError("an upsert returned no row")
    return row


def _from_row(row: Row) -> Progress:
    fields: dict[str, Any] = {name: row[name] for name in row.keys()}  # noqa: SIM118 (a Row iterates over values)
    return Progress(**{**fields, "verified": bool(row["verified"])})
