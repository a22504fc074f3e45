"""Bulkheads: a bound on how many threads of a process do one slow thing at once, so that the others stay free."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from portal.errors import PortalError
from portal.observability import metrics


def most_threads(threads: int) -> int:
    """Return how many of a process's threads may do one slow thing: all but a quarter, which is two to eight.

    The others answer lists and health checks. With one to three threads that is impossible, and one may be slow.
    """
    return max(1, threads - min(max(2, threads // 4), 8))


def budget_size(threads: int) -> int:
    """Return how many of a process's threads may do slow things together: two stay free, for health checks."""
    return max(1, threads - 2)


def thread_budget(threads: int) -> threading.BoundedSemaphore:
    """Return the budget that the bulkheads of a process share."""
    return threading.BoundedSemaphore(budget_size(threads))


class Bulkhead:
    """At most `size` threads inside, and `waiting` more that wait up to `wait_s` seconds; all others are refused.

    A thread inside or waiting also takes a place of the budget, which several bulkheads share.
    """

    def __init__(
        self,
        name: str,
        *,
        size: int,
        waiting: int,
        wait_s: float,
        refusal: Callable[[], PortalError],
        budget: threading.BoundedSemaphore,
    ) -> None:
        self._name = name
        self._inside = threading.BoundedSemaphore(size)
        self._inside_or_waiting = threading.BoundedSemaphore(size + waiting)
        self._wait_s = wait_s
        self._refusal = refusal
        self._budget = budget
        metrics.expose_bulkhead(name)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Hold one place while the block runs; raises the refusal when none becomes free in time."""
        taken: list[threading.BoundedSemaphore] = []
        try:
            for places, wait_s in ((self._inside_or_waiting, 0), (self._budget, 0), (self._inside, self._wait_s)):
                if not places.acquire(timeout=wait_s):
                    metrics.count_bulkhead_refusal(self._name)
                    raise self._refusal() from TimeoutError(f"no place is free in the bulkhead {self._name}")
                taken.append(places)
            yield
        finally:
            for places in reversed(taken):
                places.release()
