"""The executor as the portal sees it: requests, validation of responses, and the error for each failure.

The executor ran untrusted code: its responses are bounded before they are parsed and validated before they are used.
"""

import hashlib
import json
import logging
import threading
import time
from typing import Any

from marshmallow import ValidationError

from portal.bulkhead import Bulkhead, most_threads
from portal.config import Settings
from portal.errors import (
    ExecutorBadResponse,
    ExecutorBusy,
    ExecutorTimeout,
    ExecutorUnavailable,
    GraderError,
    PortalError,
)
from portal.execution.circuit_breaker import CircuitBreaker, RequestRefused
from portal.execution.response_schema import BROKEN_TESTS, STATUSES, ExecuteResponse
from portal.execution.transport import NotConnected, Response, Transport
from portal.models import Exercise, Origin, RunResult, Verdict
from portal.observability import metrics

log = logging.getLogger(__name__)

_PROBE_TIMEOUT_S = 2.0
_MAX_RETRY_AFTER_S = 60
# In the body of the 503 of an executor that has just started and still runs its self-check.
_NOT_READY = b'"NOT_READY"'
_RETRY_PAUSE_S = 0.2
_ERRORS = (ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse)
_schema = ExecuteResponse()


class ExecutorClient:
    """Calls one executor on behalf of one process; connects on first use."""

    def __init__(self, config: Settings, budget: threading.BoundedSemaphore) -> None:
        url = config.executor_service_url
        self._transport = Transport(url, connections=config.web_threads) if url else None
        self._timeout_s = config.executor_timeout_ms / 1000
        self._bulkhead = Bulkhead(
            "executor",
            size=most_threads(config.web_threads),
            waiting=0,
            wait_s=0,
            refusal=lambda: _busy(retry_after_s=1),
            budget=budget,
        )
        self.breaker = CircuitBreaker()
        metrics.expose_executions((*STATUSES, BROKEN_TESTS, *(error.code.lower() for error in _ERRORS)))

    def run(self, code: str, *, stdin: str, timeout_ms: int, origin: Origin) -> RunResult:
        """Run a learner's program.

        Raises:
            ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no result.
        """
        body = {"code": code, "stdin": stdin, "runTests": False, "timeout": timeout_ms}
        return _run_result(self._execute("run", body, origin))

    def grade(self, exercise: Exercise, code: str, *, origin: Origin, timeout_ms: int | None = None) -> Verdict:
        """Run the exercise's tests against a learner's code.

        Args:
            timeout_ms: less than the executor's own limit, for code that may run endlessly.

        Raises:
            GraderError: the exercise's own tests are broken.
            ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no result.
        """
        body = {
            "code": code,
            "exerciseId": exercise.id,
            "runTests": True,
            "testCode": exercise.test_code,
            "module": exercise.module,
            "files": exercise.files,
            **({} if timeout_ms is None else {"timeout": timeout_ms}),
        }
        data = self._execute("test", body, origin)
        if data["status"] == BROKEN_TESTS:
            log.error("the tests of %s are broken: %s", exercise.id, data["error"])
            raise GraderError
        if data["test_result"] is None:
            raise ExecutorBadResponse
        return _verdict(data)

    def probe(self) -> float:
        """Return the response time of the executor's liveness check in milliseconds, whatever the breaker's state.

        Raises:
            ExecutorUnavailable: it does not answer.
        """
        start = time.perf_counter()
        try:
            response = self._reach().exchange("GET", "/health", time.monotonic() + _PROBE_TIMEOUT_S)
        except PortalError as error:
            raise ExecutorUnavailable from error.__cause__ or error
        if response.status != 200:
            raise ExecutorUnavailable from ValueError(f"status {response.status}")
        return round((time.perf_counter() - start) * 1000, 3)

    def _reach(self) -> Transport:
        if self._transport is None:
            raise ExecutorUnavailable from RuntimeError("EXECUTOR_SERVICE_URL is not set")
        return self._transport

    def _execute(self, kind: metrics.Kind, body: dict[str, Any], origin: Origin) -> dict[str, Any]:
        start = time.perf_counter()
        status, queue_ms = "failed", None
        try:
            with self._bulkhead.enter(), self.breaker.call():
                data = _parse(self._request(json.dumps(body).encode(), _headers(origin)))
            status, queue_ms = data["status"], data["queue_time"]
            return data
        except PortalError as error:
            status = error.code.lower()
            raise
        finally:
            metrics.count_execution(kind, status, time.perf_counter() - start)
            if queue_ms is not None:
                metrics.observe_queue(kind, queue_ms / 1000)

    def _request(self, body: bytes, headers: dict[str, str]) -> bytes:
        """Return the body of a 200. The request is repeated only when nothing can have run: see decision 0007."""
        deadline = time.monotonic() + self._timeout_s
        connecting_failed = False
        while True:
            try:
                response = self._reach().exchange("POST", "/api/execute", deadline, body=body, headers=headers)
            except NotConnected:
                if connecting_failed:
                    raise
                connecting_failed = True
            else:
                if not _is_starting(response, deadline):
                    return _body(response)
            time.sleep(_RETRY_PAUSE_S)


def _body(response: Response) -> bytes:
    if response.status == 503:
        raise _busy(_retry_after_s(response))
    if 400 <= response.status < 500:
        raise RequestRefused from ValueError(f"status {response.status}")
    if response.status != 200:
        raise ExecutorBadResponse from ValueError(f"status {response.status}")
    return response.body


def _busy(retry_after_s: int) -> ExecutorBusy:
    return ExecutorBusy(headers={"Retry-After": str(retry_after_s)})


def _is_starting(response: Response, deadline: float) -> bool:
    """Whether the executor accepted nothing because it is still starting, and there is time to ask again."""
    return response.status == 503 and _NOT_READY in response.body and time.monotonic() + 1 < deadline


def _headers(origin: Origin) -> dict[str, str]:
    """Identify the caller for the fair queue: hashes, as the executor need not know who it is."""
    headers = {
        "Content-Type": "application/json",
        "X-Request-ID": origin.request_id,
        "X-Caller": _hash(origin.caller),
        "X-Caller-Network": _hash(origin.network),
    }
    return headers if origin.trace_parent is None else {**headers, "traceparent": origin.trace_parent}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _parse(body: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(body)
        data: dict[str, Any] = _schema.load(envelope["data"])
    except (ValueError, RecursionError, TypeError, KeyError, ValidationError) as error:
        raise ExecutorBadResponse from error
    return data


def _run_result(data: dict[str, Any]) -> RunResult:
    return RunResult(
        status=data["status"],
        stdout=data["output"],
        stderr=data["errors"],
        exit_code=data["exit_code"],
        error=data["error"],
        explanation=data["explanation"],
        limit=data["limit"],
        execution_time=data["execution_time"],
        cpu_time=data["cpu_time"],
        memory_used=data["memory_used"],
        truncated=data["truncated"],
        streams=_streams(data),
        queue_time=data["queue_time"],
    )


def _verdict(data: dict[str, Any]) -> Verdict:
    """Build the verdict; a response that contradicts itself is never a pass."""
    result = data["test_result"]
    tests = tuple(
        {**case, "message": case.pop("error"), "failure": None if case["passed"] else case["failure"]}
        for case in result["test_cases"]
    )
    passed = data["success"] and data["status"] == "ok" and result["passed"] and bool(tests)
    passed = passed and all(test["passed"] for test in tests)
    return Verdict(passed, _run_result(data), tests, isolated=result["isolated"])


def _streams(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    streams = data["streams"] or {
        name: {"bytes": len(data[name].encode()), "truncated": data["truncated"]} for name in ("output", "errors")
    }
    return {"stdout": streams["output"], "stderr": streams["errors"]}


def _retry_after_s(response: Response) -> int:
    text = response.retry_after
    valid = text.isascii() and text.isdigit() and len(text) < 4
    return min(max(int(text), 1), _MAX_RETRY_AFTER_S) if valid else 1
