"""Idempotent requests: the first one is carried out; its response is stored for a while and returned to retries.

What must not be done twice stores its response in its own transaction: whatever becomes of process or connection after
that, a retry finds either both or neither.
"""

import json
from datetime import timedelta

from portal import clock
from portal.config import Settings
from portal.dao import idempotency as idempotency_dao
from portal.database import Database, IntegrityError
from portal.errors import IdempotencyKeyInUse, IdempotencyKeyReused, TokenRevoked
from portal.models import IdempotencyClaim, StoredResponse
from portal.observability import metrics
from portal.services import stored_text

_PRUNE_LIMIT = 100
# Of one account.
_MAX_KEYS = 200
_MAX_STORED_CHARS = 50_000
# How much longer than the executor's deadline a request may take before its process is considered dead.
_GRACE = timedelta(seconds=30)


def claim(
    db: Database, config: Settings, user_id: str, key: str, fingerprint: str
) -> IdempotencyClaim | StoredResponse:
    """Claim a key of the user for one request; return the claim, or the response stored for an earlier one.

    After a claim, `keep`, `store` or `release` must follow.

    Raises:
        IdempotencyKeyReused: the earlier request was a different one.
        IdempotencyKeyInUse: the earlier request is still running.
        TokenRevoked: the account no longer exists.
    """
    now = clock.now()
    prune(db, config, limit=_PRUNE_LIMIT)
    idempotency_dao.delete_abandoned(db, user_id=user_id, key=key, before=clock.to_text(now - _longest(config)))
    claimed = IdempotencyClaim(user_id, key, clock.to_text(now))
    try:
        is_claimed = idempotency_dao.insert(db, claimed, fingerprint=fingerprint)
    except IntegrityError:
        raise TokenRevoked from None  # the account has just been deleted
    if is_claimed:
        return claimed
    stored = idempotency_dao.get(db, user_id=user_id, key=key)
    if stored is not None and stored.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    if stored is None or stored.status is None:
        raise IdempotencyKeyInUse
    metrics.count_replay()
    return stored


def prune(db: Database, config: Settings, *, limit: int) -> int:
    """Delete up to `limit` responses that are older than IDEMPOTENCY_RETENTION, and return how many those were."""
    before = clock.now() - max(timedelta(seconds=config.idempotency_retention_s), _longest(config))
    return idempotency_dao.delete_older(db, before=clock.to_text(before), limit=limit)


def keep(db: Database, claimed: IdempotencyClaim, *, status: int, body: str, language: str) -> None:
    """Store the JSON response of a request that claimed a key, in the transaction that does the work.

    Long strings in it are shortened. Raises IdempotencyKeyInUse when the request took so long that another one has
    claimed the key: nothing of this one may be recorded.
    """
    if len(body) > _MAX_STORED_CHARS:
        body = json.dumps(stored_text.shorten(json.loads(body), _MAX_STORED_CHARS))
    if not idempotency_dao.update_response(db, claimed, status=status, body=body, language=language):
        raise IdempotencyKeyInUse
    idempotency_dao.delete_surplus(db, user_id=claimed.user_id, kept=_MAX_KEYS)


def store(db: Database, claimed: IdempotencyClaim, *, status: int, body: str, language: str) -> None:
    """Do the same in a transaction of its own."""
    db.in_transaction(lambda: keep(db, claimed, status=status, body=body, language=language))


def release(db: Database, claimed: IdempotencyClaim) -> None:
    """Release the key: the request failed in a way that may be temporary. What `keep` has stored stays."""
    idempotency_dao.delete(db, claimed)


def _longest(config: Settings) -> timedelta:
    """Return how long a request may take."""
    return timedelta(milliseconds=config.executor_timeout_ms) + _GRACE
