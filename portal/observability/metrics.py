"""Prometheus metrics: requests, database queries, executions, learners' activity, refusals.

With several gunicorn processes the values are collected in files, see `metrics_files`. Labels are route
templates, function names and values from fixed lists, never client input: each value creates a permanent time series.
"""

import os
import sys
from collections.abc import Callable
from typing import Literal, get_args

from flask import Flask, Request, Response, current_app
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_flask_exporter import PrometheusMetrics

from portal.observability import metrics_files, tracing
from portal.observability.process_metrics import ProcessTree
from portal.web.request_context import current_request

Kind = Literal["run", "test"]
Action = Literal["register", "login", "login_failed", "refresh", "submission", "password_forgotten", "delete_account"]
MailResult = Literal["sent", "failed", "dropped"]

_QUERY_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5)
_REQUEST_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_RUN_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_STATEMENTS = frozenset(
    {"SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "BATCH", "PRAGMA", "CREATE", "ALTER"}
)
_DAO = "portal.dao."
_MAX_CACHED_QUERIES = 1000

_http_queue = Histogram(
    "portal_http_queue_seconds", "Wait between the proxy and the application", buckets=_REQUEST_S, registry=None
)
_responses = Counter("portal_http_responses", "Responses by class of status", ["class"], registry=None)
_queries = Histogram(
    "portal_db_query_duration_seconds", "Time per statement", ["query"], buckets=_QUERY_S, registry=None
)
_pool_wait = Histogram(
    "portal_db_pool_wait_seconds",
    "Wait for a connection to PostgreSQL",
    buckets=_QUERY_S,
    registry=None,
)
_executions = Counter("portal_executions", "Runs and graded attempts", ["kind", "status"], registry=None)
_execution_time = Histogram(
    "portal_execution_duration_seconds", "Response time of the executor", ["kind"], buckets=_RUN_S, registry=None
)
_queue_time = Histogram(
    "portal_execution_queue_seconds", "Wait for a worker of the executor", ["kind"], buckets=_RUN_S, registry=None
)
_breaker = Gauge(
    "portal_executor_breaker_open",
    "Processes whose circuit breaker for the executor is not closed",
    multiprocess_mode="livesum",
    registry=None,
)
_bulkhead = Counter(
    "portal_bulkhead_refusals", "Calls refused to keep threads free for others", ["bulkhead"], registry=None
)
_rate_limit = Counter("portal_rate_limit_refusals", "Requests over a rate limit", ["scope"], registry=None)
_replays = Counter("portal_idempotency_replays", "Stored responses returned again", registry=None)
_activity = Counter("portal_user_activity", "Actions of learners", ["action"], registry=None)
# The label keeps the series away where there is no Redis: a gauge without one would be 0 there.
_redis_up = Gauge(
    "portal_redis_up",
    "Whether Redis answered at the last scrape",
    ["use"],
    multiprocess_mode="mostrecent",
    registry=None,
)
_mails = Counter("portal_mails", "Messages by result: sent, failed, dropped", ["result"], registry=None)
_dropped = Counter("portal_log_lines_dropped", "Log lines dropped because they could not be written", registry=None)
_active = Gauge(
    "portal_active_learners",
    "Learners seen within the window",
    ["window"],
    multiprocess_mode="mostrecent",
    registry=None,
)

_COLLECTORS: tuple[MetricWrapperBase, ...] = (
    _http_queue, _responses, _queries, _pool_wait, _executions, _execution_time, _queue_time, _breaker, _bulkhead,
    _rate_limit, _replays, _activity, _mails, _dropped, _redis_up, _active,
)  # fmt: skip
_query_observers: dict[str, tuple[str, Callable[[float], None]]] = {}


def init_app(app: Flask, *, behind_proxy: bool) -> None:
    """Measure every request of an app: count and duration by method, route and status.

    Args:
        behind_proxy: whether a trusted proxy says when it sent a request; the wait since then is measured too.
    """
    _expose_zeros()
    app.after_request(_count_response)
    if behind_proxy:
        app.after_request(_observe_http_queue)
    registry = CollectorRegistry()
    for collector in _COLLECTORS:
        registry.register(collector)
    registry.register(ProcessTree(os.getpid()))
    app.extensions["metrics"] = PrometheusMetrics(
        app, path=None, defaults_prefix="portal", group_by=route, buckets=_REQUEST_S, registry=registry
    )


def _expose_zeros() -> None:
    """Expose counters whose labels are known as zero: a series that begins with 1 is no increase to Prometheus."""
    for status in range(1, 6):
        _responses.labels(f"{status}xx")
    for action in get_args(Action):
        _activity.labels(action)
    for result in get_args(MailResult):
        _mails.labels(result)
    for scope in ("default", "auth"):
        _rate_limit.labels(scope)


def _count_response(response: Response) -> Response:
    _responses.labels(f"{response.status_code // 100}xx").inc()
    return response


def _observe_http_queue(response: Response) -> Response:
    wait_s = current_request().queue_s
    if wait_s is not None:
        _http_queue.observe(wait_s)
    return response


def route(request: Request) -> str:
    """Return the route template of a request; all requests that match no route share one label."""
    return request.url_rule.rule if request.url_rule else "unmatched"


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


def expose_executions(statuses: tuple[str, ...]) -> None:
    """Expose executions with these statuses as zero, so that the first one is an increase."""
    for kind in get_args(Kind):
        for status in statuses:
            _executions.labels(kind, status)
        _queue_time.labels(kind)


def count_execution(kind: Kind, status: str, duration_s: float) -> None:
    """Record one response, or failure, of the executor."""
    _executions.labels(kind, status).inc()
    _execution_time.labels(kind).observe(duration_s)


def observe_queue(kind: Kind, wait_s: float) -> None:
    """Record how long an execution waited for a worker."""
    _queue_time.labels(kind).observe(wait_s)


def set_breaker(*, is_open: bool) -> None:
    """Record the state of this process's circuit breaker for the executor."""
    _breaker.set(int(is_open))


def expose_bulkhead(bulkhead: str) -> None:
    """Expose a bulkhead's refusals as zero, so that the first one is an increase."""
    _bulkhead.labels(bulkhead)


def count_bulkhead_refusal(bulkhead: str) -> None:
    """Record one call that a bulkhead refused; `bulkhead` names it."""
    _bulkhead.labels(bulkhead).inc()


def count_rate_limit_refusal(scope: str) -> None:
    """Record one request over a rate limit; `scope` names the limit."""
    _rate_limit.labels(scope).inc()


def count_replay() -> None:
    """Record one stored response that was returned again for its idempotency key."""
    _replays.inc()


def count_activity(action: Action) -> None:
    """Record an action of a learner."""
    _activity.labels(action).inc()


def count_mail(result: MailResult) -> None:
    """Record one message."""
    _mails.labels(result).inc()


def count_dropped_log_line() -> None:
    """Record one log line that was dropped: standard output was blocked, closed or full."""
    _dropped.inc()


def set_redis_up(*, is_up: bool) -> None:
    """Record whether Redis answers."""
    _redis_up.labels("rate_limits").set(int(is_up))


def set_active_learners(window: str, learners: int) -> None:
    """Record how many learners were active within a window such as `1d`."""
    _active.labels(window).set(learners)


def render(accept: str | None) -> tuple[bytes, str]:
    """Return the metrics of all processes in Prometheus text format, and the content type."""
    encode, content_type = choose_encoder(accept or "")
    exporter: PrometheusMetrics = current_app.extensions["metrics"]
    registry: CollectorRegistry = exporter.registry
    if metrics_files.VARIABLE in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(ProcessTree(os.getppid()))  # the gunicorn master, parent of every worker
    with metrics_files.being_read():
        return encode(registry), content_type


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
