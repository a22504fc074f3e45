"""Measure each request with prometheus-flask-exporter, and export all metrics in Prometheus' text format.

With several gunicorn processes the values are collected in files, see `metrics_files`. Requests are labelled by route
template, never by what the client sent.
"""

import os
from collections.abc import Callable

from flask import Flask, Request, Response, current_app
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from prometheus_flask_exporter import PrometheusMetrics

from portal.observability import metrics, metrics_files, query_metrics
from portal.observability.process_metrics import ProcessTree
from portal.web.request_context import current_request

_REQUEST_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_http_queue = Histogram(
    "portal_http_queue_seconds", "Wait between the proxy and the application", buckets=_REQUEST_S, registry=None
)
_responses = Counter("portal_http_responses", "Responses by class of status", ["class"], registry=None)


def init_app(app: Flask, *, behind_proxy: bool) -> None:
    """Measure every request of an app: count and duration by method, route and status.

    Args:
        behind_proxy: whether a trusted proxy says when it sent a request; the wait since then is measured too.
    """
    metrics.expose_zeros()
    for status in range(1, 6):  # zero, so that the first one is an increase
        _responses.labels(f"{status}xx")
    app.after_request(_count_response)
    if behind_proxy:
        app.after_request(_observe_http_queue)
    registry = CollectorRegistry()
    for collector in (_http_queue, _responses, *query_metrics.COLLECTORS, *metrics.COLLECTORS):
        registry.register(collector)
    registry.register(ProcessTree(os.getpid()))
    app.extensions["metrics"] = PrometheusMetrics(
        app, path=None, defaults_prefix="portal", group_by=route, buckets=_REQUEST_S, registry=registry
    )


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


def _choose_encoder(accept: str) -> tuple[Callable[[Collector], bytes], str]:
    """Choose the format; a version that is no number, of which the library makes an error, means the default."""
    try:
        return choose_encoder(accept)
    except (TypeError, ValueError):
        return choose_encoder("")


def render(accept: str | None) -> tuple[bytes, str]:
    """Return the metrics of all processes in Prometheus text format, and the content type."""
    encode, content_type = _choose_encoder(accept or "")
    exporter: PrometheusMetrics = current_app.extensions["metrics"]
    registry: CollectorRegistry = exporter.registry
    if metrics_files.VARIABLE in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(ProcessTree(os.getppid()))  # the gunicorn master, parent of every worker
    with metrics_files.being_read():
        return encode(registry), content_type
