"""Table `idempotency_keys`."""

from portal.database import Database
from portal.models import IdempotencyClaim, StoredResponse

_MINE = "WHERE user_id = :user_id AND key = :key"
_OPEN = f"{_MINE} AND created_at = :claimed_at AND status IS NULL"


def insert(db: Database, claim: IdempotencyClaim, *, fingerprint: str) -> bool:
    """Claim a key; return False when the user has used it before."""
    claimed = db.execute(
        "INSERT INTO idempotency_keys (user_id, key, fingerprint, created_at)"
        " VALUES (:user_id, :key, :fingerprint, :claimed_at) ON CONFLICT (user_id, key) DO NOTHING",
        {**vars(claim), "fingerprint": fingerprint},
    )
    return claimed > 0


def get(db: Database, *, user_id: str, key: str) -> StoredResponse | None:
    """Return what is stored for a key."""
    row = db.one(
        f"SELECT fingerprint, status, body, language FROM idempotency_keys {_MINE}",
        {"user_id": user_id, "key": key},
    )
    return StoredResponse(row["fingerprint"], row["status"], row["body"], row["language"]) if row else None


def update_response(db: Database, claim: IdempotencyClaim, *, status: int, body: str, language: str) -> bool:
    """Store the response for a claimed key; return False when the claim has ended."""
    changed = db.execute(
        f"UPDATE idempotency_keys SET status = :status, body = :body, language = :language {_OPEN}",
        {**vars(claim), "status": status, "body": body, "language": language},
    )
    return changed > 0


def delete(db: Database, claim: IdempotencyClaim) -> None:
    """Release a key, unless a response is stored for it."""
    db.execute(f"DELETE FROM idempotency_keys {_OPEN}", vars(claim))


def delete_abandoned(db: Database, *, user_id: str, key: str, before: str) -> None:
    """Release a key whose request never finished because its process ended."""
    db.execute(
        f"DELETE FROM idempotency_keys {_MINE} AND status IS NULL AND created_at < :before",
        {"user_id": user_id, "key": key, "before": before},
    )


def delete_older(db: Database, *, before: str, limit: int) -> int:
    """Delete up to `limit` keys, of any user, that are older than a moment, and return how many those were."""
    return db.execute(
        "DELETE FROM idempotency_keys WHERE (user_id, key) IN"
        f" (SELECT user_id, key FROM idempotency_keys WHERE created_at < :before LIMIT :limit{db.skip_locked})",
        {"before": before, "limit": limit},
    )


def delete_surplus(db: Database, *, user_id: str, kept: int) -> None:
    """Delete a user's stored responses but for the newest `kept`; requests that are running keep their key."""
    db.execute(
        "DELETE FROM idempotency_keys WHERE user_id = :user_id AND status IS NOT NULL AND key IN"
        " (SELECT k.key FROM idempotency_keys k WHERE k.user_id = :user_id"
        " ORDER BY k.created_at DESC, k.key LIMIT 1000 OFFSET :kept)",
        {"user_id": user_id, "kept": kept},
    )
