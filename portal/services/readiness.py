"""Whether the service and what it depends on can do their work."""

import logging
import time
from collections.abc import Callable
from typing import Any

import redis

from portal import db
from portal.config import settings
from portal.errors import DatabaseUnavailable, NotReady, PortalError
from portal.migrations import CURRENT_VERSION, schema_version
from portal.services import executor_client

log = logging.getLogger(__name__)

_TIMEOUT_S = 2.0


def check_database() -> float:
    """Return how long the database takes to tell its schema version, in milliseconds.

    Raises:
        NotReady: it cannot be reached, is damaged, or is not at the current version.
    """
    start = time.perf_counter()
    try:
        version = schema_version(db.get_db())
    except DatabaseUnavailable as error:
        raise NotReady(error.message) from error
    # Damage shows only where it is; to look for it everywhere would take too long here.
    if db.seen_damaged():
        raise NotReady("The database is damaged; run flask doctor.")
    if version > CURRENT_VERSION:
        raise NotReady(f"The database has schema version {version}, newer than {CURRENT_VERSION}; start that portal.")
    if version < CURRENT_VERSION:
        raise NotReady(f"The database has schema version {version}, not {CURRENT_VERSION}; run flask init-db.")
    return round((time.perf_counter() - start) * 1000, 3)


def check_redis() -> float:
    """Return how long Redis takes to answer, in milliseconds.

    Raises:
        NotReady: it does not answer.
    """
    start = time.perf_counter()
    url = settings().redis_url or ""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=_TIMEOUT_S, socket_timeout=_TIMEOUT_S) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise NotReady("Redis does not answer.") from error
    return round((time.perf_counter() - start) * 1000, 3)


def check_dependencies() -> dict[str, dict[str, Any]]:
    """Look at every dependency. Redis is not needed: without it, each process counts for itself.

    Raises:
        NotReady: one that is needed is down; `details` holds them all.
    """
    found = {"database": _look(check_database), "executor": _look(executor_client.probe)}
    found["executor"]["breaker"] = executor_client.breaker_state()
    needed = list(found.values())
    if settings().redis_url:
        found["redis"] = _look(check_redis)
    if any(entry["status"] != "up" for entry in needed):
        raise NotReady("A dependency is down.", details={"dependencies": found})
    return found


def _look(check: Callable[[], float]) -> dict[str, Any]:
    try:
        return {"status": "up", "latencyMs": check()}
    except PortalError as error:
        log.warning("dependency down: %s", error.__cause__ or error)
        return {"status": "down", "latencyMs": None}
