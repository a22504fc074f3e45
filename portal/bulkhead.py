"""Bulkheads: a bound on how many threads of a process do one slow thing at once, so that the others stay free."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from portal.errors import PortalError
from portal.observability import metrics


class Bulkhead:
    """At most `size` threads inside, and `waiting` more that wait up to `wait_s` seconds; all others are refused."""

    def __init__(
        self, name: str, *, size: int, waiting: int, wait_s: float, refusal: Callable[[], PortalError]
    ) -> None:
        self._name = name
        self._inside = threading.BoundedSemaphore(size)
        self._inside_or_waiting = threading.BoundedSemaphore(size + waiting)
        self._wait_s = wait_s
        self._refusal = refusal
        metrics.expose_bulkhead(name)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Hold one place while the block runs; raises the refusal when none becomes free in time."""
        if not self._inside_or_waiting.acquire(blocking=False):
            raise self._refuse()
        try:
            if not self._inside.acquire(timeout=self._wait_s):
                raise self._refuse()
            try:
                yield
            finally:
                self._inside.release()
        finally:
            self._inside_or_waiting.release()

    def _refuse(self) -> PortalError:
        metrics.count_bulkhead_refusal(self._name)
        return self._refusal()
