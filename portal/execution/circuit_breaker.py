"""A circuit breaker: after repeated failures of a dependency, calls fail at once for a while."""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from portal.errors import ExecutorBadResponse, ExecutorTimeout, ExecutorUnavailable
from portal.observability import metrics

log = logging.getLogger(__name__)

_MAX_FAILURES = 5
_OPEN_S = 10.0
_FAILURES = (ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse)


class RequestRefused(ExecutorBadResponse):
    """The executor refused the request; nothing was recorded."""


class CircuitBreaker:
    """Protects the executor as one process sees it.

    Five consecutive failures open the breaker: calls fail at once for ten seconds, then one call is let through as a
    trial while the others still fail. A busy executor, or one that refuses a request, does not count as a failure.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until: float | None = None
        self._trial_running = False

    @property
    def state(self) -> str:
        """`closed`, `open` or `half-open`."""
        if self._open_until is None:
            return "closed"
        return "open" if self._now_s() < self._open_until else "half-open"

    @contextmanager
    def call(self) -> Iterator[None]:
        """Let the block call the executor and record how it ends.

        Raises:
            ExecutorUnavailable: the breaker is open, with the remaining time in `Retry-After`.
        """
        is_trial = self._enter()
        try:
            yield
        except BaseException as error:
            self._leave(is_trial, failed=isinstance(error, _FAILURES) and not isinstance(error, RequestRefused))
            raise
        self._leave(is_trial, failed=False)

    def _enter(self) -> bool:
        with self._lock:
            if self._open_until is None:
                return False
            left_s = self._open_until - self._now_s()
            if left_s > 0 or self._trial_running:
                wait = {"Retry-After": str(max(1, math.ceil(left_s)))}
                raise ExecutorUnavailable(headers=wait) from ConnectionError("the circuit breaker is open")
            self._trial_running = True
            return True

    def _leave(self, is_trial: bool, *, failed: bool) -> None:
        with self._lock:
            if is_trial:
                self._trial_running = False
            self._failures = self._failures + 1 if failed else 0
            if failed and (is_trial or self._failures >= _MAX_FAILURES):
                self._open_until = self._now_s() + _OPEN_S
                self._report(is_open=True)
            elif not failed and is_trial:
                self._open_until = None
                self._report(is_open=False)

    def _report(self, *, is_open: bool) -> None:
        log.warning("the circuit breaker for the executor is %s", "open" if is_open else "closed")
        metrics.set_breaker(is_open=is_open)
