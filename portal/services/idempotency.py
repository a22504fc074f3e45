"""Idempotent requests: the first one is carried out; its response is stored for a while and returned to retries."""

import json
from datetime import timedelta

from portal import clock
from portal.config import Settings
from portal.dao import idempotency as idempotency_dao
from portal.database import Database, IntegrityError
from portal.errors import IdempotencyKeyInUse, IdempotencyKeyReused, TokenRevoked
from portal.models import StoredResponse
from portal.observability import metrics
from portal.services import stored_text

_PRUNE_LIMIT = 100
# Of one account.
_MAX_KEYS = 200
_MAX_STORED_CHARS = 50_000
# How much longer than the executor's deadline a request may take before its process is considered dead.
_GRACE = timedelta(seconds=30)


def claim(db: Database, config: Settings, user_id: str, key: str, fingerprint: str) -> StoredResponse | None:
    """Claim a key of the user for one request; return the response stored for an earlier one, or None.

    After None, `store` or `release` must follow.

    Raises:
        IdempotencyKeyReused: the earlier request was a different one.
        IdempotencyKeyInUse: the earlier request is still running.
        TokenRevoked: the account no longer exists.
    """
    now = clock.now()
    prune(db, config, limit=_PRUNE_LIMIT)
    longest = timedelta(milliseconds=config.executor_timeout_ms) + _GRACE
    idempotency_dao.delete_abandoned(db, user_id=user_id, key=key, before=clock.to_text(now - longest))
    try:
        is_claimed = idempotency_dao.insert(
            db, user_id=user_id, key=key, fingerprint=fingerprint, at=clock.to_text(now)
        )
    except IntegrityError:
        raise TokenRevoked from None  # the account has just been deleted
    if is_claimed:
        return None
    stored = idempotency_dao.get(db, user_id=user_id, key=key)
    if stored is not None and stored.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    if stored is None or stored.status is None:
        raise IdempotencyKeyInUse
    metrics.count_replay()
    return stored


def prune(db: Database, config: Settings, *, limit: int) -> int:
    """Delete up to `limit` responses that are older than IDEMPOTENCY_RETENTION, and return how many those were."""
    before = clock.now() - timedelta(seconds=config.idempotency_retention_s)
    return idempotency_dao.delete_older(db, before=clock.to_text(before), limit=limit)


def store(db: Database, user_id: str, key: str, *, status: int, body: str, language: str) -> None:
    """Store the JSON response of the request that claimed the key; long strings in it are shortened."""
    if len(body) > _MAX_STORED_CHARS:
        body = json.dumps(stored_text.shorten(json.loads(body), _MAX_STORED_CHARS))

    def write() -> None:
        with db.batch():
            idempotency_dao.update_response(db, user_id=user_id, key=key, status=status, body=body, language=language)
            idempotency_dao.delete_surplus(db, user_id=user_id, kept=_MAX_KEYS)

    db.in_transaction(write)


def release(db: Database, user_id: str, key: str) -> None:
    """Release the key: the request failed in a way that may be temporary."""
    idempotency_dao.delete(db, user_id=user_id, key=key)
