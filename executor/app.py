"""The executor's HTTP service: a thin layer over the pool."""

import atexit
import json
import logging
import os
from typing import Any

from flask import Flask, Response, g, jsonify, request
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

_MAX_ID = 64


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
        task = to_task(ExecuteRequest().load(_json_object()), settings.limits)
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
    log.info("%s %s %.1f ms [%s]", kind, data["status"], data["executionTime"], _request_id())
    return data


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
        log.error("%s [%s]", error, _request_id())
        return _failure(500, "SANDBOX_FAULT", "The sandbox broke; nothing is known of the run")

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        code = (error.name or "error").upper().replace(" ", "_")
        return _failure(error.code or 500, code, error.name or "Error")

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        log.error("unexpected error [%s]", _request_id(), exc_info=error)
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
    if "request_id" not in g:
        text = request.headers.get("X-Request-ID", "")
        g.request_id = text if len(text) <= _MAX_ID and text.replace("-", "").isalnum() and text.isascii() else "-"
    return str(g.request_id)
