"""Endpoints for operators and their tools."""

import time

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal import __version__, errors
from portal.extensions import get_db, get_settings, resources
from portal.observability import metrics, metrics_exporter
from portal.schemas.health import DependenciesSchema, HealthSchema, ReadySchema
from portal.services import activity, readiness
from portal.web.authentication import public
from portal.web.responses import Result, returns, serves

bp = Blueprint("health", __name__)


@bp.get("/health")
@public
@returns(HealthSchema)
def get_health() -> Result:
    """Liveness: answers while the process is alive, touches nothing."""
    return {
        "status": "ok",
        "version": __version__,
        "uptime": round(time.monotonic() - resources().started_s, 1),
    }, "Alive"


@bp.get("/health/ready")
@public
@returns(ReadySchema, errors.NotReady, errors.DatabaseBusy)
def get_readiness() -> Result:
    """Readiness: the database is reachable at the current schema version: 200, 503."""
    return {"status": "ready", "latency_ms": readiness.check_database(resources().connections)}, "Ready"


@bp.get("/health/deps")
@public
@returns(DependenciesSchema, errors.NotReady)
def get_dependencies() -> Result:
    """Check each dependency and its latency: 200, 503 when a required one is down."""
    own = resources()
    dependencies = readiness.check_dependencies(own.connections, own.executor, own.settings.redis_url)
    return {"dependencies": dependencies}, "All required dependencies are up"


@bp.get("/metrics")
@public
@serves("text/plain", "application/openmetrics-text")
def get_metrics() -> ResponseReturnValue:
    """Get the metrics in Prometheus text format."""
    activity.measure(get_db)
    if redis_url := get_settings().redis_url:
        metrics.set_redis_up(is_up=readiness.is_redis_up(redis_url))
    text, content_type = metrics_exporter.render(request.headers.get("Accept"))
    return Response(text, content_type=content_type)
