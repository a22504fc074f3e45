"""The executor's HTTP service: a thin layer over the worker pool."""

import atexit
import functools
import json
import logging
import os
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from gunicorn.errors import AppImportError
from gunicorn.http.errors import ParseException
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from executor import build, logs, streaming
from executor.fair_queue import Busy, Caller
from executor.metrics import Metrics
from executor.models import Task
from executor.request_context import caller_of, disconnect_check, log_ids
from executor.results import OnOutput
from executor.schemas import MAX_BODY_BYTES, ExecuteRequest, to_task
from executor.settings import Settings
from executor.startup_check import StartupCheck
from executor.steps import ClientGone, Steps, finish, follow
from executor.storage import DiskFull
from executor.worker_pool import WorkerPool
from executor.worker_process import SandboxFault

log = logging.getLogger(__name__)

# Created once: creating a schema costs more than validating a request.
_REQUEST = ExecuteRequest()


class NotReady(Exception):
    """The service cannot accept code now; the message says why."""


def create_app(settings: Settings | None = None) -> Flask:
    """Build the snapshot if needed, start the workers and return the service; raises AppImportError if it cannot."""
    settings = settings or Settings.from_environment(os.environ)
    try:
        snapshot = build.ensure(settings.cache_dir)
    except (build.BuildError, OSError) as error:  # reported by gunicorn in one line, which ends the service
        raise AppImportError(logs.notice(f"The sandbox could not be built: {error}", os.environ)) from error
    pool = WorkerPool(snapshot, workers=settings.workers, queue_length=settings.queue, limits=settings.limits)
    check = StartupCheck(pool, settings.limits, settings.workers)
    check.start()
    atexit.register(_stop, check, pool)
    app = Flask(__name__, static_folder=None)
    # One byte more than allowed: werkzeug silently truncates a body without a declared length here.
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES + 1
    app.extensions.update(pool=pool, startup_check=check, metrics=Metrics())
    _add_execution(app, check, settings)
    _add_monitoring(app, check, settings)
    _add_error_handlers(app)
    return app


def _stop(check: StartupCheck, pool: WorkerPool) -> None:
    check.stop()
    pool.close()


def _add_execution(app: Flask, check: StartupCheck, settings: Settings) -> None:
    @app.post("/api/execute")
    def execute() -> ResponseReturnValue:
        """Run or grade one program: 200 with its result, whatever it did; else 400, 413, 500 or 503.

        It is answered with lines of JSON while it goes on, if the client prefers that.
        """
        task = to_task(_REQUEST.load(_json_object()), settings.limits)
        _require_contained(check)  # once the body was read: closing a connection with unread data resets it
        pool, metrics = app.extensions["pool"], app.extensions["metrics"]
        run = functools.partial(_run, pool, metrics, task, caller_of(request), log_ids(request))
        client_gone = disconnect_check(request)
        if not streaming.is_wanted(request.headers.get("Accept", "")):
            return {"success": True, "data": finish(run(), client_gone)}
        if task.tests is None:
            return streaming.respond(streaming.with_output(run, client_gone))
        return streaming.respond(follow(run(), client_gone))


def _add_monitoring(app: Flask, check: StartupCheck, settings: Settings) -> None:
    @app.get("/health")
    def health() -> ResponseReturnValue:
        """Liveness: checks nothing."""
        return {"success": True, "data": {"status": "ok"}}

    @app.get("/health/ready")
    def ready() -> ResponseReturnValue:
        """Readiness: every attack was contained, the disk has room, and a trivial program runs."""
        _require_contained(check)
        pool: WorkerPool = app.extensions["pool"]
        if problem := pool.problem():
            raise NotReady(problem)
        return {"success": True, "data": {"status": "ready", "workers": settings.workers}}

    @app.get("/metrics")
    def show_metrics() -> Response:
        """Metrics in the Prometheus text format."""
        return Response(app.extensions["metrics"].render(), mimetype="text/plain; version=0.0.4")


def _require_contained(check: StartupCheck) -> None:
    if check.problem is not None:
        raise NotReady(check.problem)


def _run(
    pool: WorkerPool,
    metrics: Metrics,
    task: Task,
    caller: Caller,
    ids: dict[str, str],
    on_output: OnOutput | None = None,
) -> Steps:
    """Run a task; count and log how it ended."""
    kind = "run" if task.tests is None else "grade"
    try:
        with metrics.in_progress.track_inprogress():
            data = yield from pool.steps(task, caller, on_output)
    except Busy:
        metrics.count_refused()
        raise
    except GeneratorExit:
        metrics.count_run(kind, "cancelled", 0.0)
        raise
    except (DiskFull, SandboxFault):
        metrics.count_fault()
        raise
    metrics.count_run(kind, data["status"], data["executionTime"] / 1000)
    metrics.observe_queue(kind, data["queueTime"] / 1000)
    times = {"durationMs": data["executionTime"], "queueMs": data["queueTime"]}
    # Never its code or output.
    log.info("run finished", extra={"fields": {"kind": kind, "status": data["status"], **times, **ids}})
    return data


def _add_error_handlers(app: Flask) -> None:
    @app.errorhandler(ValidationError)
    def invalid(error: ValidationError) -> ResponseReturnValue:
        return _failure(400, "VALIDATION_ERROR", "The request is not valid", details=_details(error))

    @app.errorhandler(NotReady)
    @app.errorhandler(DiskFull)
    def not_ready(error: NotReady | DiskFull) -> ResponseReturnValue:
        _log_failure(logging.WARNING, "run refused", error)
        response = _failure(503, "NOT_READY", f"The executor cannot run code now: {error}")
        response.headers["Retry-After"] = "1"
        return response

    @app.errorhandler(Busy)
    def busy(error: Busy) -> ResponseReturnValue:
        _log_failure(logging.WARNING, "run refused", error)
        response = _failure(503, "EXECUTOR_BUSY", "All workers are busy and the queue is full")
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    @app.errorhandler(ClientGone)
    def gone(error: ClientGone) -> ResponseReturnValue:
        _log_failure(logging.INFO, "run cancelled", error)
        return _failure(499, "CLIENT_GONE", "The client disconnected before the result was ready")

    @app.errorhandler(SandboxFault)
    def broken(error: SandboxFault) -> ResponseReturnValue:
        _log_failure(logging.ERROR, "run lost", error)
        return _failure(500, "SANDBOX_FAULT", "The sandbox failed; the outcome of the run is unknown")

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        code = (error.name or "error").upper().replace(" ", "_")
        return _failure(error.code or 500, code, error.name or "Error")

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        _log_failure(logging.ERROR, "unexpected error", error, exc_info=error)
        return _failure(500, "INTERNAL_ERROR", "Internal error")


def _log_failure(level: int, event: str, error: Exception, exc_info: Exception | None = None) -> None:
    fields = {"message": event, "reason": str(error), **log_ids(request)}
    log.log(level, event, exc_info=exc_info, extra={"fields": fields})


def _json_object() -> dict[str, Any]:
    """Parse the body as a JSON object; anything else is a 400."""
    try:
        data = request.get_data(cache=False)
    except (OSError, ParseException):  # gunicorn's: invalid or incomplete chunks
        raise ValidationError("The body is incomplete or its chunked encoding is invalid.") from None
    if len(data) > MAX_BODY_BYTES:
        raise RequestEntityTooLarge
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise ValidationError("The body is not valid JSON.") from None
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
