"""Table `idempotency_keys`."""

from portal.db import Database
from portal.models import KeptAnswer

_MINE = "WHERE user_id = :user_id AND key = :key"


def insert(db: Database, *, user_id: str, key: str, fingerprint: str, at: str) -> bool:
    """Claim a key; False when the user has used it before."""
    claimed = db.execute(
        "INSERT INTO idempotency_keys (user_id, key, fingerprint, created_at)"
        " VALUES (:user_id, :key, :fingerprint, :at) ON CONFLICT (user_id, key) DO NOTHING",
        {"user_id": user_id, "key": key, "fingerprint": fingerprint, "at": at},
    )
    return claimed > 0


def get(db: Database, *, user_id: str, key: str) -> KeptAnswer | None:
    """Return what is kept under a key."""
    row = db.one(
        f"SELECT fingerprint, status, body FROM idempotency_keys {_MINE}",
        {"user_id": user_id, "key": key},
    )
    return KeptAnswer(fingerprint=row["fingerprint"], status=row["status"], body=row["body"]) if row else None


def update_answer(db: Database, *, user_id: str, key: str, status: int, body: str) -> None:
    """Keep the answer to a claimed key."""
    db.execute(
        f"UPDATE idempotency_keys SET status = :status, body = :body {_MINE}",
        {"user_id": user_id, "key": key, "status": status, "body": body},
    )


def delete(db: Database, *, user_id: str, key: str) -> None:
    """Give a key back."""
    db.execute(f"DELETE FROM idempotency_keys {_MINE}", {"user_id": user_id, "key": key})


def delete_unanswered(db: Database, *, user_id: str, key: str, before: str) -> None:
    """Give a key back whose request never ended, because its process did."""
    db.execute(
        f"DELETE FROM idempotency_keys {_MINE} AND status IS NULL AND created_at < :before",
        {"user_id": user_id, "key": key, "before": before},
    )


def delete_older(db: Database, *, before: str, limit: int) -> None:
    """Forget some of the keys older than a moment, whosever they are."""
    db.execute(
        "DELETE FROM idempotency_keys WHERE (user_id, key) IN"
        " (SELECT user_id, key FROM idempotency_keys WHERE created_at < :before LIMIT :limit)",
        {"before": before, "limit": limit},
    )
