"""Durations of database statements, by the DAO function that ran them, and waits for a connection."""

import sys
from collections.abc import Callable

from prometheus_client import Histogram
from prometheus_client.metrics import MetricWrapperBase

from portal.observability import tracing

_QUERY_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5)
_STATEMENTS = frozenset(
    {"SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "BATCH", "PRAGMA", "CREATE", "ALTER"}
)
_DAO = "portal.dao."
_MAX_CACHED_QUERIES = 1000

_queries = Histogram(
    "portal_db_query_duration_seconds", "Time per statement", ["query"], buckets=_QUERY_S, registry=None
)
_pool_wait = Histogram(
    "portal_db_pool_wait_seconds",
    "Wait for a connection to PostgreSQL",
    buckets=_QUERY_S,
    registry=None,
)

COLLECTORS: tuple[MetricWrapperBase, ...] = (_queries, _pool_wait)
_query_observers: dict[str, tuple[str, Callable[[float], None]]] = {}


def observe_query(sql: str, duration_s: float) -> None:
    """Record one statement under the name of the DAO function that first ran it."""
    found = _query_observers.get(sql)
    if found is None:
        name = _query_name(sql)
        found = name, _queries.labels(name).observe
        if len(_query_observers) < _MAX_CACHED_QUERIES:
            _query_observers[sql] = found
    name, observe = found
    observe(duration_s)
    tracing.record(name, duration_s)


def observe_pool_wait(wait_s: float) -> None:
    """Record how long a thread waited for a connection to PostgreSQL."""
    _pool_wait.observe(wait_s)


def _query_name(sql: str) -> str:
    """Return `users.get_by_email` for a statement of a DAO, `db.pragma` for any other."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        module = str(frame.f_globals.get("__name__"))
        if module.startswith(_DAO):
            return f"{module.removeprefix(_DAO)}.{frame.f_code.co_name}"
        frame = frame.f_back
    word = sql.partition(" ")[0].upper()
    return f"db.{word.lower() if word in _STATEMENTS else 'other'}"
