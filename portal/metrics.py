"""What an operator sees: requests (by flask exporter), executions, learners' activity, time spent in the database.

With several gunicorn processes the numbers meet in the folder PROMETHEUS_MULTIPROC_DIR.
"""

import os

from flask import Flask, Request, current_app
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_flask_exporter import PrometheusMetrics

_FAST_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5)
_RUN_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_registry = CollectorRegistry()
_queries = Histogram("portal_db_query_duration_seconds", "Time per statement", buckets=_FAST_S, registry=_registry)
_executions = Counter("portal_executions", "Runs and graded attempts", ["kind", "status"], registry=_registry)
_execution_time = Histogram(
    "portal_execution_duration_seconds", "Answer time of the executor", ["kind"], buckets=_RUN_S, registry=_registry
)
_activity = Counter("portal_user_activity", "What learners did", ["action"], registry=_registry)
_refusals = Counter("portal_rate_limit_refusals", "Requests refused by a rate limit", ["scope"], registry=_registry)
_store_failures = Counter(
    "portal_rate_limit_store_failures", "Requests whose rate limit could not be shared", registry=_registry
)


def init_app(app: Flask) -> None:
    """Measure every request, labelled by route template: an id in a label would make a time series of its own."""
    registry = CollectorRegistry()
    PrometheusMetrics(app, path=None, group_by=route, registry=registry)
    app.extensions["request_metrics"] = registry


def route(request: Request) -> str:
    """Name the route of a request for a label."""
    return request.url_rule.rule if request.url_rule else "unmatched"


def observe_query(duration_s: float) -> None:
    """Record one statement."""
    _queries.observe(duration_s)


def count_execution(kind: str, status: str, duration_s: float) -> None:
    """Record one answer, or failure, of the executor; `kind` is `run` or `test`."""
    _executions.labels(kind, status).inc()
    _execution_time.labels(kind).observe(duration_s)


def count_activity(action: str) -> None:
    """Record what a learner did: register, login, refresh, logout, submission."""
    _activity.labels(action).inc()


def count_refusal(scope: str) -> None:
    """Record a request that a rate limit refused; `scope` is the name of its policy."""
    _refusals.labels(scope).inc()


def count_store_failure() -> None:
    """Record a request that met the store of the rate limits down."""
    _store_failures.inc()


def render() -> bytes:
    """Return the text that Prometheus reads, of all processes together."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(_registry) + generate_latest(current_app.extensions["request_metrics"])
    merged = CollectorRegistry()
    MultiProcessCollector(merged)  # type: ignore[no-untyped-call]
    return generate_latest(merged)
