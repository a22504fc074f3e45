"""What stands before the executor: a breaker that fails fast, and a bulkhead that keeps threads for other work."""

import logging
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pybreaker

from portal import clock, metrics
from portal.executor_errors import ExecutorBadResponse, ExecutorBusy, ExecutorTimeout, ExecutorUnavailable

log = logging.getLogger(__name__)

_MAX_FAILURES = 5
_REST_S = 10.0


class Refused(ExecutorBadResponse):
    """The runner refused the request; nothing was recorded."""


def places(threads: int) -> int:
    """Return how many threads of a process may wait for the executor at once.

    A quarter, and at least two, are kept back for all that needs no executor: one for a list and one for a health
    check. With one to three threads that cannot be had, and one may wait.
    """
    return max(1, threads - max(2, threads // 4))


class Guard:
    """Lets calls to the executor through, as one process sees it.

    Five failures in a row open the breaker: calls are refused at once for ten seconds, then one is let through to
    try, and the others wait for what becomes of it. A busy executor, or one that refuses a request, is no failure.
    """

    def __init__(self, threads: int) -> None:
        self._places = threading.BoundedSemaphore(places(threads))
        self._trying = threading.Lock()
        self._memory = pybreaker.CircuitMemoryStorage(pybreaker.STATE_CLOSED)
        self.breaker = pybreaker.CircuitBreaker(
            fail_max=_MAX_FAILURES,
            reset_timeout=_REST_S,
            exclude=[lambda error: not _is_failure(error)],
            listeners=[_Watch()],
            state_storage=self._memory,
            throw_new_error_on_trip=False,
        )

    @property
    def state(self) -> str:
        """`closed`, `open` or `half-open`."""
        return self.breaker.current_state

    @contextmanager
    def call(self) -> Iterator[None]:
        """Hold a place while the block calls the executor, and learn from how it ends.

        Raises:
            ExecutorBusy: as many threads as may wait for the executor do.
            ExecutorUnavailable: the breaker is open.
        """
        if not self._places.acquire(blocking=False):
            metrics.count_bulkhead_refusal()
            raise ExecutorBusy(headers={"Retry-After": "1"})
        try:
            with self._through_breaker():
                yield
        finally:
            self._places.release()

    @contextmanager
    def _through_breaker(self) -> Iterator[None]:
        # The library lets everyone through once it is half open; only who holds the lock gets that far.
        alone = self.state != pybreaker.STATE_CLOSED
        if alone and not self._trying.acquire(blocking=False):
            raise self._resting()
        try:
            # Not `breaker.call`, which would hold the breaker's lock, and so every other call, until this one ends.
            with self.breaker.calling():
                yield
        except pybreaker.CircuitBreakerError:
            raise self._resting() from None
        finally:
            if alone:
                self._trying.release()

    def _resting(self) -> ExecutorUnavailable:
        until = (self._memory.opened_at or clock.now()) + timedelta(seconds=self.breaker.reset_timeout)
        seconds = math.ceil((until - clock.now()).total_seconds())
        return ExecutorUnavailable(headers={"Retry-After": str(max(1, seconds))})


class _Watch(pybreaker.CircuitBreakerListener):
    """Tells the log and the metrics how the breaker stands."""

    def state_change(
        self,
        cb: pybreaker.CircuitBreaker,
        old_state: pybreaker.CircuitBreakerState | None,
        new_state: pybreaker.CircuitBreakerState,
    ) -> None:
        log.warning("the breaker before the executor is %s", new_state.name)
        metrics.set_breaker(is_open=new_state.name != pybreaker.STATE_CLOSED)


def _is_failure(error: BaseException) -> bool:
    failures = (ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse)
    return isinstance(error, failures) and not isinstance(error, Refused)
