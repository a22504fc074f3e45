"""The executor as the portal sees it: what is asked, what is believed, and which error each failure becomes.

The executor ran a stranger's program: its answer is bounded before it is parsed and checked before it is used.
"""

import hashlib
import json
import logging
import time
from typing import Any, cast

from flask import Flask, current_app, request
from marshmallow import ValidationError

from portal import context, metrics
from portal.config import Settings
from portal.errors import PortalError
from portal.executor_errors import (
    ExecutorBadResponse,
    ExecutorBusy,
    ExecutorUnavailable,
    GraderError,
)
from portal.models import Exercise
from portal.schemas.executor import BROKEN_TESTS, ExecutorAnswer
from portal.services.executor_guard import Guard, Refused
from portal.services.executor_http import Answer, NotConnected, Transport
from portal.services.executor_outcomes import GradeOutcome, RunOutcome

log = logging.getLogger(__name__)

_PROBE_TIMEOUT_S = 2.0
_MAX_RETRY_AFTER_S = 60
# What an executor answers that has just started and tries itself before it takes code.
_NOT_READY = b'"NOT_READY"'
_PAUSE_S = 0.2


class _Executor:
    """The way of one application to its executor."""

    def __init__(self, config: Settings) -> None:
        url = config.executor_service_url
        self.transport = Transport(url, connections=config.web_threads) if url else None
        self.guard = Guard(config.web_threads)
        self.timeout_s = config.executor_timeout_ms / 1000

    def reach(self) -> Transport:
        if self.transport is None:
            raise ExecutorUnavailable from RuntimeError("EXECUTOR_SERVICE_URL is not set")
        return self.transport


def init_app(app: Flask) -> None:
    """Give the app its way to the executor; nothing is connected before the first call."""
    app.extensions["executor"] = _Executor(app.extensions["settings"])


def run(code: str, *, stdin: str, timeout_ms: int, caller: str) -> RunOutcome:
    """Run a learner's program; `caller` is whose, for a fair share.

    Raises:
        ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no outcome.
    """
    answer = _measured("run", {"code": code, "stdin": stdin, "runTests": False, "timeout": timeout_ms}, caller)
    return RunOutcome.of(answer)


def grade(exercise: Exercise, code: str, *, caller: str) -> GradeOutcome:
    """Run the exercise's tests on a learner's code; `caller` is whose, for a fair share.

    Raises:
        GraderError: the exercise's own tests are broken.
        ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no outcome.
    """
    answer = _measured(
        "test",
        {
            "code": code,
            "exerciseId": exercise.id,
            "runTests": True,
            "testCode": exercise.test_code,
            "module": exercise.module,
            "files": exercise.files,
        },
        caller,
    )
    if answer["status"] == BROKEN_TESTS:
        log.error("the tests of %s are broken: %s", exercise.id, answer["error"])
        raise GraderError
    if answer["test_result"] is None:
        raise ExecutorBadResponse
    return GradeOutcome.of(answer)


def probe() -> float:
    """Return how long the executor takes to say that it lives, in milliseconds; asked however the breaker stands.

    Raises:
        ExecutorUnavailable: it does not.
    """
    start = time.perf_counter()
    try:
        answer = _executor().reach().exchange("GET", "/health", time.monotonic() + _PROBE_TIMEOUT_S)
    except PortalError as error:
        raise ExecutorUnavailable from error.__cause__ or error
    if answer.status != 200:
        raise ExecutorUnavailable from ValueError(f"status {answer.status}")
    return round((time.perf_counter() - start) * 1000, 3)


def breaker_state() -> str:
    """Return how this process's breaker before the executor stands: `closed`, `open` or `half-open`."""
    return _executor().guard.state


def _measured(kind: str, body: dict[str, Any], caller: str) -> dict[str, Any]:
    start = time.perf_counter()
    status, queue_ms = "failed", None
    try:
        answer = _execute(body, caller)
        status, queue_ms = answer["status"], answer["queue_time"]
        return answer
    except PortalError as error:
        status = error.code.lower()
        raise
    finally:
        metrics.count_execution(kind, status, time.perf_counter() - start)
        if queue_ms is not None:
            metrics.observe_queue(kind, queue_ms / 1000)


def _execute(body: dict[str, Any], caller: str) -> dict[str, Any]:
    executor = _executor()
    deadline = time.monotonic() + executor.timeout_s
    with executor.guard.call():
        return _parse(_ask(executor.reach(), json.dumps(body).encode(), _headers(caller), deadline))


def _ask(transport: Transport, body: bytes, headers: dict[str, str], deadline: float) -> bytes:
    """Return the content of a 200. Asked again is only where nothing can have run; decision 0007 says why."""
    connecting_failed = False
    while True:
        try:
            answer = transport.exchange("POST", "/api/execute", deadline, body=body, headers=headers)
        except NotConnected:
            if connecting_failed:
                raise
            connecting_failed = True
        else:
            if not _is_starting(answer, deadline):
                return _content(answer)
        time.sleep(_PAUSE_S)


def _content(answer: Answer) -> bytes:
    if answer.status == 503:
        raise ExecutorBusy(headers={"Retry-After": str(_retry_after(answer))})
    if 400 <= answer.status < 500:
        raise Refused from ValueError(f"status {answer.status}")
    if answer.status != 200:
        raise ExecutorBadResponse from ValueError(f"status {answer.status}")
    return answer.content


def _is_starting(answer: Answer, deadline: float) -> bool:
    """Whether the executor took nothing because it is still starting, and there is time to ask again."""
    return answer.status == 503 and _NOT_READY in answer.content and time.monotonic() + 1 < deadline


def _headers(caller: str) -> dict[str, str]:
    """Who asks, for the executor's log and its fair shares: it learns that two runs are of one person, not of whom."""
    headers = {
        "Content-Type": "application/json",
        "X-Request-ID": context.request_id(request.environ),
        "X-Caller": hashlib.sha256(caller.encode()).hexdigest()[:16],
    }
    trace = context.trace_parent(request.environ)
    return headers if trace is None else {**headers, "traceparent": trace}


def _parse(content: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(content)
        answer: dict[str, Any] = ExecutorAnswer().load(envelope["data"])
    except (ValueError, RecursionError, TypeError, KeyError, ValidationError) as error:
        raise ExecutorBadResponse from error
    return answer


def _retry_after(answer: Answer) -> int:
    text = answer.retry_after
    sane = text.isascii() and text.isdigit() and len(text) < 4
    return min(max(int(text), 1), _MAX_RETRY_AFTER_S) if sane else 1


def _executor() -> _Executor:
    return cast(_Executor, current_app.extensions["executor"])
