"""The executor's HTTP service: a thin layer over the pool."""

import atexit
import json
import logging
import os
import re
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from executor import build
from executor.client import caller_of, watch_client
from executor.limits import Task
from executor.metrics import Metrics
from executor.pool import Pool
from executor.process import SandboxFault
from executor.schemas import MAX_BODY_BYTES, ExecuteRequest, to_task
from executor.settings import Settings
from executor.trial import Trial
from executor.turns import Busy, Gone

log = logging.getLogger(__name__)

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# W3C trace context, version 00; trace and span must not be all zeros.
_TRACE_PARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


# Made once: making a schema costs more than reading a request by it.
_REQUEST = ExecuteRequest()


class NotReady(Exception):
    """The service may not take code now; the message says why."""


def create_app(settings: Settings | None = None) -> Flask:
    """Build the snapshot when needed, start the workers and return the service."""
    settings = settings or Settings.from_environment(os.environ)
    snapshot = build.ensure(settings.cache_dir)
    pool = Pool(snapshot, workers=settings.workers, queue_length=settings.queue, limits=settings.limits)
    trial = Trial(pool, settings.limits, settings.workers)
    trial.start()
    atexit.register(_stop, trial, pool)
    app = Flask(__name__, static_folder=None)
    # One byte more than is allowed: werkzeug cuts a body without a declared length here, and says nothing of it.
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES + 1
    app.extensions.update(pool=pool, trial=trial, metrics=Metrics())
    _add_execution(app, trial, settings)
    _add_observation(app, trial, settings)
    _add_error_handlers(app)
    return app


def _stop(trial: Trial, pool: Pool) -> None:
    trial.stop()
    pool.close()


def _add_execution(app: Flask, trial: Trial, settings: Settings) -> None:
    @app.post("/api/execute")
    def execute() -> ResponseReturnValue:
        """Run or grade one program: 200 with its result whatever it did, 400, 413, 503, or 500 when we broke."""
        _require_trial(trial)
        task = to_task(_REQUEST.load(_json_object()), settings.limits)
        metrics: Metrics = app.extensions["metrics"]
        with metrics.in_use.track_inprogress():
            data = _run(app.extensions["pool"], metrics, task)
        return {"success": True, "data": data}


def _add_observation(app: Flask, trial: Trial, settings: Settings) -> None:
    @app.get("/health")
    def health() -> ResponseReturnValue:
        """Liveness: touches nothing."""
        return {"success": True, "data": {"status": "ok"}}

    @app.get("/health/ready")
    def ready() -> ResponseReturnValue:
        """Readiness: every attack was contained, and a trivial program runs."""
        _require_trial(trial)
        if not app.extensions["pool"].ready():
            raise NotReady("the sandbox does not answer")
        return {"success": True, "data": {"status": "ready", "workers": settings.workers}}

    @app.get("/metrics")
    def show_metrics() -> Response:
        """Prometheus text."""
        return Response(app.extensions["metrics"].render(), mimetype="text/plain; version=0.0.4")


def _require_trial(trial: Trial) -> None:
    if trial.fault is not None:
        raise NotReady(trial.fault)


def _run(pool: Pool, metrics: Metrics, task: Task) -> dict[str, Any]:
    kind = "run" if task.tests is None else "grade"
    try:
        data = pool.run(task, caller_of(request), watch_client(request))
    except Busy:
        metrics.count_refused()
        raise
    except Gone:
        metrics.count_run(kind, "cancelled", 0.0)
        raise
    except SandboxFault:
        metrics.count_fault()
        raise
    metrics.count_run(kind, data["status"], data["executionTime"] / 1000)
    metrics.observe_queue(kind, data["queueTime"] / 1000)
    log.info("a run ended", extra={"fields": _ended(kind, data)})
    return data


def _ended(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """What the log tells of a run: nothing of what it was or printed."""
    times = {"durationMs": data["executionTime"], "queueMs": data["queueTime"]}
    return {"kind": kind, "status": data["status"], **times, "requestId": _request_id(), "traceId": _trace_id()}


def _add_error_handlers(app: Flask) -> None:
    @app.errorhandler(ValidationError)
    def invalid(error: ValidationError) -> ResponseReturnValue:
        return _failure(400, "VALIDATION_ERROR", "The request is not valid", details=_details(error))

    @app.errorhandler(NotReady)
    def not_ready(error: NotReady) -> ResponseReturnValue:
        response = _failure(503, "NOT_READY", f"No code is taken: {error}")
        response.headers["Retry-After"] = "1"
        return response

    @app.errorhandler(Busy)
    def busy(error: Busy) -> ResponseReturnValue:
        response = _failure(503, "EXECUTOR_BUSY", "All workers are busy and the queue is full")
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    @app.errorhandler(Gone)
    def gone(_error: Gone) -> ResponseReturnValue:
        return _failure(499, "CLIENT_GONE", "The client did not wait for the answer")

    @app.errorhandler(SandboxFault)
    def broken(error: SandboxFault) -> ResponseReturnValue:
        log.error("%s [%s %s]", error, _request_id(), _trace_id())
        return _failure(500, "SANDBOX_FAULT", "The sandbox broke; nothing is known of the run")

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        code = (error.name or "error").upper().replace(" ", "_")
        return _failure(error.code or 500, code, error.name or "Error")

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        log.error("unexpected error [%s %s]", _request_id(), _trace_id(), exc_info=error)
        return _failure(500, "INTERNAL_ERROR", "Something went wrong on our side")


def _json_object() -> dict[str, Any]:
    """Read the body as a JSON object; what is none is the caller's fault."""
    data = request.get_data(cache=False)
    if len(data) > MAX_BODY_BYTES:
        raise RequestEntityTooLarge
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise ValidationError("The body is not JSON that can be read.") from None
    if not isinstance(body, dict):
        raise ValidationError("The body must be a JSON object.")
    return body


def _details(error: ValidationError) -> dict[str, Any]:
    return error.messages if isinstance(error.messages, dict) else {"body": error.messages}


def _failure(status: int, code: str, message: str, *, details: Any = None) -> Response:
    error = {"code": code, "message": message}
    response = jsonify({"success": False, "error": error if details is None else {**error, "details": details}})
    response.status_code = status
    return response


def _request_id() -> str:
    """The caller's request id for the log, when it is sane."""
    text = request.headers.get("X-Request-ID", "")
    return text if _SANE_ID.fullmatch(text) else "-"


def _trace_id() -> str:
    """The trace that the request belongs to, for the log, when the header is valid."""
    match = _TRACE_PARENT.fullmatch(request.headers.get("traceparent", ""))
    return match[1] if match else "-"
