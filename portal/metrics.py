"""What an operator sees: requests, statements, executions, what learners do, what was refused.

With several gunicorn processes the numbers meet in the folder PROMETHEUS_MULTIPROC_DIR. Labels are route templates,
names of functions and words from fixed lists, never what a stranger sent: each value is a time series for ever.
"""

import sys
from collections.abc import Callable
from wsgiref.types import WSGIEnvironment

from flask import Flask, current_app
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_flask_exporter import PrometheusMetrics

from portal import context

_FAST_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5)
_REQUEST_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_RUN_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_STATEMENTS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "PRAGMA", "CREATE", "ALTER"})
_DAO = "portal.dao."
_MAX_KNOWN = 1000

_registry = CollectorRegistry()
_requests = Histogram(
    "portal_http_request_duration_seconds",
    "Time from the arrival of a request at the application until its answer begins",
    ["method", "route", "status"],
    buckets=_REQUEST_S,
    registry=_registry,
)
_queries = Histogram(
    "portal_db_query_duration_seconds", "Time per statement", ["query"], buckets=_FAST_S, registry=_registry
)
_executions = Counter("portal_executions", "Runs and graded attempts", ["kind", "status"], registry=_registry)
_execution_time = Histogram(
    "portal_execution_duration_seconds", "Answer time of the executor", ["kind"], buckets=_RUN_S, registry=_registry
)
_queue_time = Histogram(
    "portal_execution_queue_seconds", "Wait for a worker of the executor", ["kind"], buckets=_RUN_S, registry=_registry
)
_breaker = Gauge(
    "portal_executor_breaker_open",
    "Processes whose breaker before the executor is not closed",
    multiprocess_mode="livesum",
    registry=_registry,
)
_bulkhead = Counter("portal_executor_bulkhead_refusals", "Calls refused to keep threads free", registry=_registry)
_rate_limit = Counter("portal_rate_limit_refusals", "Requests over a rate limit", ["scope"], registry=_registry)
_replays = Counter("portal_idempotency_replays", "Stored answers given again", registry=_registry)
_activity = Counter("portal_user_activity", "What learners did", ["action"], registry=_registry)
_store_failures = Counter(
    "portal_rate_limit_store_failures", "Requests whose rate limit could not be shared", registry=_registry
)
_active = Gauge(
    "portal_active_learners",
    "Learners seen within the window",
    ["window"],
    multiprocess_mode="mostrecent",
    registry=_registry,
)

_known_requests: dict[tuple[str, str, int], Callable[[float], None]] = {}
_known_queries: dict[str, Callable[[float], None]] = {}


def init_app(app: Flask) -> None:
    """Give the app its exporter."""
    # Requests are measured by `observe_request`: the exporter's own handlers take five times as long, and a method that
    # a stranger made up is a label.
    app.extensions["exporter"] = PrometheusMetrics(app, path=None, export_defaults=False, registry=_registry)


def observe_request(environ: WSGIEnvironment, status: int) -> None:
    """Record one request that is answered now."""
    method = environ["REQUEST_METHOD"]
    key = (method if method in _METHODS else "other", context.route(environ), status)
    observe = _known_requests.get(key)
    if observe is None:
        observe = _known_requests[key] = _requests.labels(*key).observe
    observe(context.elapsed_s(environ))


def observe_query(sql: str, duration_s: float) -> None:
    """Record one statement under the name of the DAO function that first ran it."""
    observe = _known_queries.get(sql)
    if observe is None:
        observe = _queries.labels(_query_name(sql)).observe
        if len(_known_queries) < _MAX_KNOWN:
            _known_queries[sql] = observe
    observe(duration_s)


def count_execution(kind: str, status: str, duration_s: float) -> None:
    """Record one answer, or failure, of the executor; `kind` is `run` or `test`."""
    _executions.labels(kind, status).inc()
    _execution_time.labels(kind).observe(duration_s)


def observe_queue(kind: str, wait_s: float) -> None:
    """Record how long an execution waited for a worker."""
    _queue_time.labels(kind).observe(wait_s)


def set_breaker(*, is_open: bool) -> None:
    """Record how this process's breaker before the executor stands."""
    _breaker.set(int(is_open))


def count_bulkhead_refusal() -> None:
    """Record one call refused because enough threads wait for the executor."""
    _bulkhead.inc()


def count_refusal(scope: str) -> None:
    """Record one request over a rate limit; `scope` names the limit."""
    _rate_limit.labels(scope).inc()


def count_replay() -> None:
    """Record one stored answer that was given again for the same idempotency key."""
    _replays.inc()


def count_activity(action: str) -> None:
    """Record what a learner did: register, login, login_failed, refresh, submission, ..."""
    _activity.labels(action).inc()


def count_store_failure() -> None:
    """Record a request that met the store of the rate limits down."""
    _store_failures.inc()


def set_active_learners(window: str, learners: int) -> None:
    """Record how many learners were active within a window such as `1d`."""
    _active.labels(window).set(learners)


def render(accept: str | None) -> tuple[str, str]:
    """Return the text that Prometheus reads, of all processes together, and its content type."""
    exporter: PrometheusMetrics = current_app.extensions["exporter"]
    text, content_type = exporter.generate_metrics(accept)
    return str(text), str(content_type)


def _query_name(sql: str) -> str:
    """Return `users.get_by_email` for a statement of a DAO, `db.pragma` for one of nobody's."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        module = str(frame.f_globals.get("__name__"))
        if module.startswith(_DAO):
            return f"{module.removeprefix(_DAO)}.{frame.f_code.co_name}"
        frame = frame.f_back
    word = sql.partition(" ")[0].upper()
    return f"db.{word.lower() if word in _STATEMENTS else 'other'}"
