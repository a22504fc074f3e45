"""Table `regrades`: by which version of its exercise a submission was last graded again, with its submission."""

from portal.database import Database, Row
from portal.models import Regrade, Submission

_CHANGED = (
    "FROM regrades r JOIN exercise_submissions s ON s.id = r.submission_id"
    " WHERE s.exercise_id = :exercise_id AND r.version = :version AND (r.success <> s.success OR s.version = r.version)"
)
# A pass that fails now stays a pass; a failure that passes now is credited when the author applies the regrade.
_OUTCOME = "CASE WHEN s.version = r.version THEN 'credited' WHEN r.success = 1 THEN 'passes' ELSE 'fails' END"
_PENDING = (
    "FROM exercise_submissions s LEFT JOIN regrades r ON r.submission_id = s.id"
    " WHERE s.exercise_id = :exercise_id AND (s.version IS NULL OR s.version <> :version)"
    " AND (r.version IS NULL OR r.version <> :version OR (:credit = 1 AND r.success > s.success))"
)


def upsert(db: Database, *, submission_id: str, version: str, success: bool, at: str) -> None:
    """Remember the newest outcome for a submission; IntegrityError when it was deleted."""
    db.execute(
        "INSERT INTO regrades (submission_id, version, success, regraded_at)"
        " VALUES (:submission_id, :version, :success, :at) ON CONFLICT (submission_id) DO UPDATE SET"
        " version = excluded.version, success = excluded.success, regraded_at = excluded.regraded_at",
        {"submission_id": submission_id, "version": version, "success": int(success), "at": at},
    )


def count_pending(db: Database, *, exercise_id: str, version: str, credit: bool) -> int:
    """Return how many submissions `list_pending` has."""
    row = db.one(f"SELECT COUNT(*) AS total {_PENDING}", _params(exercise_id, version, credit))
    return int(row["total"]) if row else 0


def list_pending(
    db: Database, *, exercise_id: str, version: str, credit: bool, after: tuple[str, str], limit: int
) -> list[Submission]:
    """Return submissions that a version has not graded yet, oldest first, that follow the one of a (time, id).

    Args:
        credit: also those that it was seen to pass and that still count as failed.
    """
    rows = db.all(
        "SELECT s.id, s.user_id, s.code, s.success, s.status, s.submitted_at, s.version"
        f" {_PENDING} AND (s.submitted_at, s.id) > (:at, :after) ORDER BY s.submitted_at, s.id LIMIT :limit",
        {**_params(exercise_id, version, credit), "at": after[0], "after": after[1], "limit": limit},
    )
    return [_submission(row, exercise_id) for row in rows]


def count_outcomes(db: Database, *, exercise_id: str, version: str) -> dict[str, int]:
    """Return by outcome how many submissions a version grades otherwise than learners see."""
    rows = db.all(
        f"SELECT {_OUTCOME} AS outcome, COUNT(*) AS total {_CHANGED} GROUP BY {_OUTCOME}",
        {"exercise_id": exercise_id, "version": version},
    )
    return {row["outcome"]: int(row["total"]) for row in rows}


def list_changed(db: Database, *, exercise_id: str, version: str, limit: int) -> list[Regrade]:
    """Return submissions that a version grades otherwise than learners see, and those it made a pass, newest first."""
    rows = db.all(
        f"SELECT s.id, s.submitted_at, {_OUTCOME} AS outcome,"
        " (SELECT u.username FROM users u WHERE u.id = s.user_id) AS username"
        f" {_CHANGED} ORDER BY s.submitted_at DESC, s.id DESC LIMIT :limit",
        {"exercise_id": exercise_id, "version": version, "limit": limit},
    )
    return [Regrade(row["id"], row["username"], row["submitted_at"], row["outcome"]) for row in rows]


def list_for_user(db: Database, *, user_id: str) -> list[dict[str, object]]:
    """Return `submission_id`, `version`, `success` and `regraded_at` of each of a user's submissions graded again."""
    rows = db.all(
        "SELECT r.submission_id, r.version, r.success, r.regraded_at FROM exercise_submissions s"
        " JOIN regrades r ON r.submission_id = s.id WHERE s.user_id = :user_id ORDER BY s.submitted_at, s.id",
        {"user_id": user_id},
    )
    fields = ("submission_id", "version", "regraded_at")
    return [{**{name: row[name] for name in fields}, "success": bool(row["success"])} for row in rows]


def _params(exercise_id: str, version: str, credit: bool) -> dict[str, object]:
    return {"exercise_id": exercise_id, "version": version, "credit": int(credit)}


def _submission(row: Row, exercise_id: str) -> Submission:
    """Without the stored results."""
    fields = {name: row[name] for name in ("id", "user_id", "code", "status", "submitted_at", "version")}
    return Submission(**fields, exercise_id=exercise_id, test_results={}, success=bool(row["success"]))
