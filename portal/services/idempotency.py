"""Requests that may be sent twice: the first one is carried out, its answer is kept for a day and given again."""

from datetime import timedelta

from portal import clock, metrics
from portal.config import settings
from portal.dao import idempotency as idempotency_dao
from portal.db import Database
from portal.errors import IdempotencyKeyInUse, IdempotencyKeyReused
from portal.models import KeptAnswer

_KEPT = timedelta(hours=24)
_PRUNED_AT_ONCE = 100
# How much longer than the executor's deadline a request may take before its process is taken for dead.
_GRACE = timedelta(seconds=30)


def claim(db: Database, user_id: str, key: str, fingerprint: str) -> KeptAnswer | None:
    """Claim a key of the user for one request; return the answer kept of an earlier one, or None.

    After None, `keep` or `release` must follow.

    Raises:
        IdempotencyKeyReused: the earlier request was another one.
        IdempotencyKeyInUse: the earlier request still runs.
    """
    now = clock.now()
    idempotency_dao.delete_older(db, before=clock.to_text(now - _KEPT), limit=_PRUNED_AT_ONCE)
    longest = timedelta(milliseconds=settings().executor_timeout_ms) + _GRACE
    idempotency_dao.delete_unanswered(db, user_id=user_id, key=key, before=clock.to_text(now - longest))
    if idempotency_dao.insert(db, user_id=user_id, key=key, fingerprint=fingerprint, at=clock.to_text(now)):
        return None
    kept = idempotency_dao.get(db, user_id=user_id, key=key)
    if kept is not None and kept.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    if kept is None or kept.status is None:
        raise IdempotencyKeyInUse
    metrics.count_replay()
    return kept


def keep(db: Database, user_id: str, key: str, *, status: int, body: str) -> None:
    """Keep the answer of the request that claimed the key."""
    idempotency_dao.update_answer(db, user_id=user_id, key=key, status=status, body=body)


def release(db: Database, user_id: str, key: str) -> None:
    """Give the key back: the request failed in a way that may pass."""
    idempotency_dao.delete(db, user_id=user_id, key=key)
