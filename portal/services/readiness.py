"""Whether the service and its dependencies work."""

import logging
import time
from collections.abc import Callable
from typing import Any

from portal.database import Connections, DriverError
from portal.database.schema import CURRENT_VERSION, schema_version
from portal.errors import DatabaseGone, DatabaseUnavailable, InternalError, NotReady, PortalError
from portal.execution.client import ExecutorClient

log = logging.getLogger(__name__)

_TIMEOUT_S = 2.0


def check_database(connections: Connections) -> float:
    """Return how long the database takes to return its schema version, in milliseconds.

    Raises:
        NotReady: it cannot be reached, is gone or damaged, or does not have the current version.
    """
    start = time.perf_counter()
    try:
        db = connections.get()
        version = schema_version(db)
        if version == CURRENT_VERSION:
            db.check_present()
    except DatabaseGone as error:
        raise NotReady("The database file was moved, removed or replaced; put it back or restart.") from error
    except DatabaseUnavailable as error:
        raise NotReady(error.message) from error
    # Only the damage that queries have met: checking the whole file would take too long here.
    if connections.seen_damage():
        raise NotReady("The database is damaged; run flask doctor.")
    if version > CURRENT_VERSION:
        raise NotReady(f"The database has schema version {version}, newer than {CURRENT_VERSION}; start that portal.")
    if version < CURRENT_VERSION:
        raise NotReady(f"The database has schema version {version}, not {CURRENT_VERSION}; run flask init-db.")
    return round((time.perf_counter() - start) * 1000, 3)


def explain(connections: Connections, error: Exception) -> PortalError:
    """Return what to report for an error that nothing expected: a failed statement may have met another schema."""
    if isinstance(error, DriverError):
        try:
            check_database(connections)
        except PortalError as found:
            unavailable = DatabaseUnavailable()
            unavailable.__cause__ = found
            return unavailable
    return InternalError()


def check_redis(url: str) -> float:
    """Return how long Redis takes to answer, in milliseconds.

    Raises:
        NotReady: it does not answer.
    """
    import redis  # slow, and only some have one

    start = time.perf_counter()
    url = url.replace("redis+unix://", "unix://", 1)  # Flask-Limiter's name for it, and the client's
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=_TIMEOUT_S, socket_timeout=_TIMEOUT_S) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise NotReady("Redis does not answer.") from error
    return round((time.perf_counter() - start) * 1000, 3)


def is_redis_up(url: str) -> bool:
    """Whether Redis answers."""
    return bool(_check("redis", lambda: check_redis(url))["status"] == "up")


def check_dependencies(
    connections: Connections, executor: ExecutorClient, redis_url: str | None
) -> dict[str, dict[str, Any]]:
    """Check every dependency. Redis is not required: without it, each process counts rate limits by itself.

    Raises:
        NotReady: a required one is down; `details` holds all of them.
    """
    found = {
        "database": _check("database", lambda: check_database(connections)),
        "executor": _check("executor", executor.probe),
    }
    found["executor"]["breaker"] = executor.breaker.state
    required = list(found.values())
    if redis_url:
        found["redis"] = _check("redis", lambda: check_redis(redis_url))
    if any(entry["status"] != "up" for entry in required):
        raise NotReady("A dependency is down.", details={"dependencies": found})
    return found


def _check(name: str, check: Callable[[], float]) -> dict[str, Any]:
    try:
        return {"status": "up", "latencyMs": check()}
    except PortalError as error:
        log.warning("dependency down: %s: %s", name, error.reason)
        return {"status": "down", "latencyMs": None}
