"""Table `exercise_submissions`."""

import json
from typing import Any

from portal.database import Database, Row
from portal.models import Submission

_COLUMNS = "id, user_id, exercise_id, code, test_results, success, status, submitted_at, version"
_MINE = "FROM exercise_submissions WHERE user_id = :user_id AND exercise_id = :exercise_id"


def insert(db: Database, submission: Submission) -> None:
    """Add a graded attempt."""
    db.execute(
        f"INSERT INTO exercise_submissions ({_COLUMNS})"
        " VALUES (:id, :user_id, :exercise_id, :code, :test_results, :success, :status, :submitted_at, :version)",
        {
            **vars(submission),
            "test_results": json.dumps(submission.test_results),
            "success": int(submission.success),
        },
    )


def list_for_exercise(
    db: Database,
    *,
    user_id: str,
    exercise_id: str,
    limit: int,
    offset: int = 0,
    before: tuple[str, str] | None = None,
) -> list[Submission]:
    """Return a user's attempts at an exercise, newest first; `before` is a (time, id) that they are older than."""
    condition = " AND (submitted_at, id) < (:at, :id)" if before else ""
    at, id_ = before or ("", "")
    rows = db.all(
        f"SELECT {_COLUMNS} {_MINE}{condition} ORDER BY submitted_at DESC, id DESC LIMIT :limit OFFSET :offset",
        {"user_id": user_id, "exercise_id": exercise_id, "limit": limit, "offset": offset, "at": at, "id": id_},
    )
    return [_from_row(row) for row in rows]


def list_for_user(db: Database, *, user_id: str, after: tuple[str, str], limit: int) -> list[Submission]:
    """Return a user's attempts, oldest first, that follow the one of a (time, id)."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM exercise_submissions WHERE user_id = :user_id AND (submitted_at, id) > (:at, :id)"
        " ORDER BY submitted_at, id LIMIT :limit",
        {"user_id": user_id, "at": after[0], "id": after[1], "limit": limit},
    )
    return [_from_row(row) for row in rows]


def list_newest_by_learner(db: Database, *, exercise_id: str, limit: int) -> list[tuple[str, Submission]]:
    """Return each learner's name and newest pass, or newest attempt without one; those with the newest come first."""
    columns = ", ".join(f"s.{name}" for name in _COLUMNS.split(", "))
    rows = db.all(
        f"SELECT {columns}, u.username FROM exercise_submissions s JOIN users u ON u.id = s.user_id JOIN (SELECT id,"
        " ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY success DESC, submitted_at DESC, id DESC) AS place"
        " FROM exercise_submissions WHERE exercise_id = :exercise_id) AS ranked"
        " ON ranked.id = s.id AND ranked.place = 1 ORDER BY s.submitted_at DESC, s.id DESC LIMIT :limit",
        {"exercise_id": exercise_id, "limit": limit},
    )
    return [(row["username"], _from_row(row)) for row in rows]


def update_passed(db: Database, *, submission_id: str, test_results: dict[str, Any], status: str, version: str) -> bool:
    """Make a failed submission a pass by another version of the exercise; False when it is none or was deleted."""
    changed = db.execute(
        "UPDATE exercise_submissions SET success = 1, test_results = :test_results, status = :status,"
        " version = :version WHERE id = :id AND success = 0",
        {"id": submission_id, "test_results": json.dumps(test_results), "status": status, "version": version},
    )
    return changed > 0


def count_for_exercise(db: Database, *, user_id: str, exercise_id: str) -> int:
    """Return how many attempts a user made at an exercise."""
    row = db.one(f"SELECT COUNT(*) AS total {_MINE}", {"user_id": user_id, "exercise_id": exercise_id})
    return int(row["total"]) if row else 0


def count_up_to(db: Database, submission: Submission) -> int:
    """Return how many attempts a user had made at an exercise with this one, of those that are stored."""
    row = db.one(
        f"SELECT COUNT(*) AS total {_MINE} AND (submitted_at, id) <= (:at, :id)",
        {
            "user_id": submission.user_id,
            "exercise_id": submission.exercise_id,
            "at": submission.submitted_at,
            "id": submission.id,
        },
    )
    return int(row["total"]) if row else 0


def delete_surplus(db: Database, *, user_id: str, kept: int) -> None:
    """Delete a user's submissions but for the newest `kept`, and of each exercise the newest pass."""
    db.execute(
        "DELETE FROM exercise_submissions WHERE user_id = :user_id AND (submitted_at, id) <="
        " (SELECT s.submitted_at, s.id FROM exercise_submissions s WHERE s.user_id = :user_id"
        " ORDER BY s.submitted_at DESC, s.id DESC LIMIT 1 OFFSET :kept)"
        " AND (success = 0 OR EXISTS (SELECT 1 FROM exercise_submissions n WHERE n.user_id = :user_id"
        " AND n.exercise_id = exercise_submissions.exercise_id AND n.success = 1"
        " AND (n.submitted_at, n.id) > (exercise_submissions.submitted_at, exercise_submissions.id)))",
        {"user_id": user_id, "kept": kept},
    )


def list_positions(
    db: Database, *, exercise_id: str, before: str, after: tuple[str, str], limit: int
) -> list[tuple[str, str]]:
    """Return the (time, id) of all users' attempts at an exercise between two moments, oldest first."""
    rows = db.all(
        "SELECT submitted_at, id FROM exercise_submissions WHERE exercise_id = :exercise_id AND submitted_at < :before"
        " AND (submitted_at, id) > (:at, :id) ORDER BY submitted_at, id LIMIT :limit",
        {"exercise_id": exercise_id, "before": before, "at": after[0], "id": after[1], "limit": limit},
    )
    return [(row["submitted_at"], row["id"]) for row in rows]


def delete_failed(db: Database, *, exercise_id: str, after: tuple[str, str], last: tuple[str, str]) -> int:
    """Delete failed attempts at an exercise between two of (time, id), the second included, and return how many.

    The newest attempt of each user stays.
    """
    return db.execute(
        "DELETE FROM exercise_submissions WHERE exercise_id = :exercise_id AND success = 0"
        " AND (submitted_at, id) > (:after_at, :after_id) AND (submitted_at, id) <= (:last_at, :last_id)"
        " AND EXISTS (SELECT 1 FROM exercise_submissions n WHERE n.user_id = exercise_submissions.user_id"
        " AND n.exercise_id = :exercise_id"
        " AND (n.submitted_at, n.id) > (exercise_submissions.submitted_at, exercise_submissions.id))",
        {
            "exercise_id": exercise_id,
            **dict(zip(("after_at", "after_id"), after, strict=True)),
            **dict(zip(("last_at", "last_id"), last, strict=True)),
        },
    )


def _from_row(row: Row) -> Submission:
    return Submission(
        id=row["id"],
        user_id=row["user_id"],
        exercise_id=row["exercise_id"],
        code=row["code"],
        test_results=json.loads(row["test_results"]),
        success=bool(row["success"]),
        status=row["status"],
        submitted_at=row["submitted_at"],
        version=row["version"],
    )
