"""Table `sessions`."""

import json

from portal.dao import users as users_dao
from portal.database import Database, Row
from portal.models import Session, User

_COLUMNS = (
    "s.id AS session_id, s.user_id, s.generation, s.spent_at, s.created_at AS session_created_at, s.last_used_at,"
    " s.expires_at, s.revoked_at, s.address, s.user_agent"
)


def get_with_user(db: Database, *, session_id: str, for_update: bool = False) -> tuple[User, Session] | None:
    """Return a session and its user in one query.

    Args:
        for_update: nobody else changes the session until the transaction ends.
    """
    lock = db.for_update("s") if for_update else ""
    row = db.one(
        f"SELECT {users_dao.COLUMNS}, {_COLUMNS} FROM sessions s JOIN users u ON u.id = s.user_id"
        f" WHERE s.id = :id{lock}",
        {"id": session_id},
    )
    return (users_dao.from_row(row), _from_row(row)) if row else None


def list_for_user(db: Database, *, user_id: str) -> list[Session]:
    """Return all sessions that are kept, those that ended as well, newest first."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM sessions s WHERE s.user_id = :user_id ORDER BY s.created_at DESC, s.id",
        {"user_id": user_id},
    )
    return [_from_row(row) for row in rows]


def list_live_for_user(db: Database, *, user_id: str, now: str) -> list[Session]:
    """Return the sessions that are neither revoked nor expired, newest first."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM sessions s WHERE s.user_id = :user_id AND s.revoked_at IS NULL AND s.expires_at > :now"
        " ORDER BY s.created_at DESC, s.id",
        {"user_id": user_id, "now": now},
    )
    return [_from_row(row) for row in rows]


def insert(db: Database, session: Session) -> None:
    """Add a session."""
    db.execute(
        "INSERT INTO sessions (id, user_id, generation, spent_at, created_at, last_used_at, expires_at, address,"
        " user_agent) VALUES (:id, :user_id, :generation, :spent, :created_at, :last_used_at, :expires_at, :address,"
        " :user_agent)",
        {**vars(session), "spent": json.dumps(session.spent_at)},
    )


def update_generation(db: Database, session: Session) -> None:
    """Store which refresh token of a session is valid, and which were spent recently."""
    db.execute(
        "UPDATE sessions SET generation = :generation, spent_at = :spent, last_used_at = :last_used_at,"
        " expires_at = :expires_at WHERE id = :id",
        {
            "generation": session.generation,
            "spent": json.dumps(session.spent_at),
            "last_used_at": session.last_used_at,
            "expires_at": session.expires_at,
            "id": session.id,
        },
    )


def update_last_used(db: Database, *, session_id: str, now: str) -> None:
    """Record when a session was last used, unless another connection is writing."""
    db.execute_if_free("UPDATE sessions SET last_used_at = :now WHERE id = :id", {"now": now, "id": session_id})


def count_users(db: Database, *, since: str) -> int:
    """Return how many users have a session that was used since a moment, ended or not."""
    row = db.one("SELECT COUNT(DISTINCT user_id) AS total FROM sessions WHERE last_used_at >= :since", {"since": since})
    return int(row["total"]) if row else 0


def delete_ended(db: Database, *, before: str, limit: int) -> int:
    """Delete up to `limit` sessions, of any user, that expired or were revoked before a moment; return how many."""
    return db.execute(
        "DELETE FROM sessions WHERE id IN"
        f" (SELECT id FROM sessions WHERE expires_at < :before LIMIT :limit{db.skip_locked})",
        {"before": before, "limit": limit},
    )


def delete_surplus(db: Database, *, user_id: str, kept: int) -> None:
    """Delete a user's sessions but for the newest `kept`."""
    db.execute(
        "DELETE FROM sessions WHERE id IN (SELECT s.id FROM sessions s WHERE s.user_id = :user_id"
        " ORDER BY s.created_at DESC, s.id LIMIT 1000 OFFSET :kept)",
        {"user_id": user_id, "kept": kept},
    )


def update_revoked(db: Database, *, session_id: str, user_id: str, at: str) -> bool:
    """Revoke one session of a user; return False when it has none with this id that is live."""
    changed = db.execute(
        "UPDATE sessions SET revoked_at = :at, expires_at = :at WHERE id = :id AND user_id = :user_id"
        " AND revoked_at IS NULL AND expires_at > :at",
        {"at": at, "id": session_id, "user_id": user_id},
    )
    return changed > 0


def update_others_revoked(db: Database, *, session_id: str, user_id: str, at: str) -> int:
    """Revoke every session of a user but one, and return how many."""
    return db.execute(
        "UPDATE sessions SET revoked_at = :at, expires_at = :at WHERE id <> :id AND user_id = :user_id"
        " AND revoked_at IS NULL AND expires_at > :at",
        {"at": at, "id": session_id, "user_id": user_id},
    )


def _from_row(row: Row) -> Session:
    return Session(
        id=row["session_id"],
        user_id=row["user_id"],
        generation=row["generation"],
        spent_at=json.loads(row["spent_at"]),
        created_at=row["session_created_at"],
        last_used_at=row["last_used_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        address=row["address"],
        user_agent=row["user_agent"],
    )
