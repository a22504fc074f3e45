"""What operators and their tools ask for."""

import time

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal import metrics
from portal.http import ok
from portal.identity import public
from portal.services import activity, readiness

bp = Blueprint("health", __name__)

_started = time.monotonic()


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Liveness: answers while the process lives, touches nothing."""
    return ok({"status": "ok", "uptime": round(time.monotonic() - _started, 1)}, "Alive")


@bp.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    """Readiness: the database is there, at the current schema version: 200, 503."""
    return ok({"status": "ready", "latencyMs": readiness.check_database()}, "Ready")


@bp.get("/health/deps")
@public
def dependencies() -> ResponseReturnValue:
    """Each dependency with its latency: 200, 503 when one is down."""
    return ok({"dependencies": readiness.check_dependencies()}, "All dependencies are up")


@bp.get("/metrics")
@public
def show_metrics() -> ResponseReturnValue:
    """Prometheus text."""
    activity.measure()
    text, content_type = metrics.render(request.headers.get("Accept"))
    return Response(text, content_type=content_type)
