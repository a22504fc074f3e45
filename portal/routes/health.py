"""What operators and their tools ask for."""

import time

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal import __version__, errors, metrics
from portal.answers import Answer, answers, serves
from portal.identity import public
from portal.schemas.health import DependenciesSchema, HealthSchema, ReadySchema
from portal.services import activity, readiness

bp = Blueprint("health", __name__)

_started = time.monotonic()


@bp.get("/health")
@public
@answers(HealthSchema)
def get_health() -> Answer:
    """Liveness: answers while the process lives, touches nothing."""
    return {"status": "ok", "version": __version__, "uptime": round(time.monotonic() - _started, 1)}, "Alive"


@bp.get("/health/ready")
@public
@answers(ReadySchema, errors.NotReady, errors.DatabaseBusy)
def get_readiness() -> Answer:
    """Readiness: the database is there, at the current schema version: 200, 503."""
    return {"status": "ready", "latency_ms": readiness.check_database()}, "Ready"


@bp.get("/health/deps")
@public
@answers(DependenciesSchema, errors.NotReady)
def get_dependencies() -> Answer:
    """Each dependency with its latency: 200, 503 when one that is needed is down."""
    return {"dependencies": readiness.check_dependencies()}, "All that is needed is up"


@bp.get("/metrics")
@public
@serves("text/plain", "application/openmetrics-text")
def get_metrics() -> ResponseReturnValue:
    """Prometheus text."""
    activity.measure()
    text, content_type = metrics.render(request.headers.get("Accept"))
    return Response(text, content_type=content_type)
