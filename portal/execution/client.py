"""The executor as the portal sees it: requests, validation of responses, and the error for each failure.

The executor ran untrusted code: its responses are bounded before they are parsed and validated before they are used.
"""

import json
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any

from portal.bulkhead import Bulkhead, most_threads
from portal.config import Settings
from portal.errors import (
    ClientGone,
    ExecutorBadResponse,
    ExecutorBusy,
    ExecutorTimeout,
    ExecutorUnavailable,
    GraderError,
    PortalError,
)
from portal.execution import executor_request, results
from portal.execution.answers import BROKEN_TESTS, STATUSES, Answer
from portal.execution.circuit_breaker import CircuitBreaker, RequestRefused
from portal.execution.results import Events
from portal.execution.transport import NotConnected, OpenResponse, Response, Transport
from portal.models import ALL_TESTS, Exercise, GradeOptions, Origin, Output, Program, RunResult, Verdict
from portal.observability import metrics, tracing

_PROBE_TIMEOUT_S = 2.0
_MAX_RETRY_AFTER_S = 60
# In the body of the 503 of an executor that has just started and still runs its self-check.
_NOT_READY = b'"NOT_READY"'
_RETRY_PAUSE_S = 0.2
# What a proxy in front of several executors answers when it has no answer of theirs; an executor answers neither.
_GATEWAY_ERRORS = {502: ExecutorUnavailable, 504: ExecutorTimeout}
_ERRORS = (ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse)
# How a run counts in the metrics whose client did not wait for its result.
CANCELLED = "cancelled"


class ExecutorClient:
    """Calls one executor, or what balances several, on behalf of one process; connects on first use."""

    def __init__(self, config: Settings, budget: threading.BoundedSemaphore) -> None:
        url = config.executor_service_url
        self._transport = Transport(url, connections=config.web_threads) if url else None
        self._timeout_s = config.executor_timeout_ms / 1000
        self._bulkhead = Bulkhead(
            "executor",
            size=most_threads(config.web_threads),
            waiting=0,
            wait_s=0,
            refusal=lambda: results.busy(retry_after_s=1),
            budget=budget,
        )
        self.breaker = CircuitBreaker()
        metrics.expose_executions((*STATUSES, BROKEN_TESTS, CANCELLED, *(error.code.lower() for error in _ERRORS)))

    def run(self, program: Program, origin: Origin) -> RunResult:
        """Run a learner's program.

        Raises:
            ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no result.
        """
        events = self._call("run", executor_request.run_body(program), executor_request.headers(origin), results.read)
        return _answer(events).run

    def follow(self, program: Program, origin: Origin) -> Generator[Output | RunResult | None]:
        """Run a learner's program; give its output as it comes and its result at last. Closing the iterator ends it.

        While there is nothing to give, None comes about twice a second, for the caller to see whether it is needed.

        Raises:
            ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no result.
        """
        body, headers = executor_request.run_body(program), executor_request.following_headers(origin)
        with closing(self._call("run", body, headers, results.follow)) as events:
            for event in events:
                yield event.run if isinstance(event, Answer) else event

    def grade(
        self,
        exercise: Exercise,
        code: str,
        *,
        origin: Origin,
        options: GradeOptions = ALL_TESTS,
        is_needed: Callable[[], bool] = lambda: True,
    ) -> Verdict:
        """Run the exercise's tests against a learner's code.

        Args:
            is_needed: is called about twice a second; the run ends when it returns False.

        Raises:
            ClientGone: the verdict is no longer needed.
            GraderError: the exercise's own tests are broken.
            ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no result.
        """
        body = executor_request.grade_body(exercise, code, options)
        headers = executor_request.following_headers(origin)
        answer = _answer(self._call("test", body, headers, results.follow), is_needed)
        if answer.run.status == BROKEN_TESTS:
            raise GraderError from ValueError(answer.run.error["message"] if answer.run.error else "no reason given")
        if answer.verdict is None:
            raise ExecutorBadResponse from ValueError("a graded run without a verdict")
        return answer.verdict

    def probe(self) -> float:
        """Return the response time of the executor's readiness check in milliseconds, whatever the breaker's state.

        Raises:
            ExecutorUnavailable: it does not answer, or cannot run programs: it is starting, or its disk is full.
        """
        start = time.perf_counter()
        try:
            response = self._reach().exchange("GET", "/health/ready", time.monotonic() + _PROBE_TIMEOUT_S)
        except PortalError as error:
            raise ExecutorUnavailable from error.__cause__ or error
        if response.status != 200:
            raise ExecutorUnavailable from ValueError(f"status {response.status}")
        return round((time.perf_counter() - start) * 1000, 3)

    def _reach(self) -> Transport:
        if self._transport is None:
            raise ExecutorUnavailable from RuntimeError("EXECUTOR_SERVICE_URL is not set")
        return self._transport

    def _call(
        self,
        kind: metrics.Kind,
        body: dict[str, Any],
        headers: dict[str, str],
        read: Callable[[OpenResponse], Events],
    ) -> Events:
        with (
            self._measured(kind) as measured,
            self._bulkhead.enter(),
            self.breaker.call(),
            self._open(body, headers) as response,
        ):
            for event in read(response):
                if isinstance(event, Answer):
                    measured.run = event.run
                yield event

    @contextmanager
    def _measured(self, kind: metrics.Kind) -> Iterator["_Measured"]:
        """Count the call in the block by the status of its result, which the block sets, or else by its error."""
        start, measured = time.perf_counter(), _Measured()
        status = "failed"
        try:
            yield measured
            status = measured.run.status if measured.run else status
        except PortalError as error:
            status = error.code.lower()
            raise
        except GeneratorExit:
            status = measured.run.status if measured.run else CANCELLED
            raise
        finally:
            metrics.count_execution(kind, status, time.perf_counter() - start)
            if measured.run and measured.run.queue_time is not None:
                queue_s, run_s = measured.run.queue_time / 1000, measured.run.execution_time / 1000
                metrics.observe_queue(kind, queue_s)
                tracing.record("executor.queue", queue_s, ended_s_ago=run_s)
                tracing.record(f"executor.{kind}", run_s)

    @contextmanager
    def _open(self, body: dict[str, Any], headers: dict[str, str]) -> Iterator[OpenResponse]:
        """Give a 200 to be read. The request is repeated only when nothing can have run: see decision 0007."""
        encoded = json.dumps(body).encode()
        deadline = time.monotonic() + self._timeout_s
        connecting_failed = False
        with ExitStack() as stack:
            while True:
                request = self._reach().open("POST", "/api/execute", deadline, body=encoded, headers=headers)
                try:
                    response = stack.enter_context(request)
                except NotConnected:
                    if connecting_failed:
                        raise
                    connecting_failed = True
                else:
                    if response.status == 200:
                        break
                    _raise_unless_starting(response.read(), deadline)
                time.sleep(_RETRY_PAUSE_S)
            yield response


def _answer(events: Events, is_needed: Callable[[], bool] = lambda: True) -> Answer:
    """Return the answer that ends the events, which are closed when it is no longer needed."""
    answer = None
    with closing(events):
        for event in events:
            if isinstance(event, Answer):
                answer = event
            elif not is_needed():
                break
    if answer is None:
        raise ClientGone
    return answer


@dataclass
class _Measured:
    """The result of a run, once there is one."""

    run: RunResult | None = None


def _raise_unless_starting(response: Response, deadline: float) -> None:
    """Raise the error of a refusal, unless the executor is still starting and there is time to ask again."""
    if response.status == 503:
        if _NOT_READY in response.body and time.monotonic() + 1 < deadline:
            return
        raise results.busy(_retry_after_s(response))
    if response.status in _GATEWAY_ERRORS:
        raise _GATEWAY_ERRORS[response.status] from ValueError(f"status {response.status}")
    if 400 <= response.status < 500:
        raise RequestRefused from ValueError(f"status {response.status}")
    raise ExecutorBadResponse from ValueError(f"status {response.status}")


def _retry_after_s(response: Response) -> int:
    text = response.retry_after
    valid = text.isascii() and text.isdigit() and len(text) < 4
    return min(max(int(text), 1), _MAX_RETRY_AFTER_S) if valid else 1
