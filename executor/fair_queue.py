"""A bounded queue in front of the workers in which no caller can starve the others."""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable

# How often a waiting run checks whether its client is still connected.
_CLIENT_CHECK_S = 0.25
_MAX_WAIT_S = 25.0
# How long a caller whose run timed out leaves one worker to the others.
_PENALTY_S = 60.0
# Weight of the newest run in the moving average of durations.
_NEWEST_WEIGHT = 0.2
_MAX_RETRY_AFTER_S = 60
ANONYMOUS = ""


class Busy(Exception):
    """The queue is full, or no worker became free in time. Nothing ran."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"no worker became free; retry in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class ClientGone(Exception):
    """The client disconnected before its result was ready."""

    def __init__(self) -> None:
        super().__init__("the client disconnected")


class _Ticket:
    """One waiting run."""

    def __init__(self, caller: str) -> None:
        self.caller = caller
        self.granted = threading.Event()


class FairQueue:
    """Grants `workers` runs at a time; up to `length` others wait.

    The next worker goes to the waiting caller with the fewest active runs, then to the one that was served longest ago.
    One caller may hold half of the queue, and for a minute after one of their runs timed out, all workers but one:
    endless loops leave the others a worker. Neither limit applies to anonymous runs.
    """

    def __init__(self, workers: int, length: int) -> None:
        self._workers = workers
        self._length = length
        self._lock = threading.Lock()
        self._waiting: list[_Ticket] = []
        self._active: Counter[str] = Counter()
        self._served_at: dict[str, float] = {}
        self._timed_out_at: dict[str, float] = {}
        self._mean_s = 0.1

    def acquire(self, caller: str, client_gone: Callable[[], bool]) -> None:
        """Wait for a worker; `release` must follow.

        Raises:
            Busy: the queue or the caller's part of it is full, or the wait was too long.
            ClientGone: `client_gone()` became true.
        """
        ticket = _Ticket(caller)
        with self._lock:
            self._waiting.append(ticket)
            self._grant()
            if not ticket.granted.is_set() and self._is_over_limit(caller):
                self._waiting.remove(ticket)
                raise Busy(self._retry_after_s())
        self._wait(ticket, client_gone)

    def try_acquire(self, caller: str) -> bool:
        """Take a worker if one is free now; `release` must follow if so."""
        with self._lock:
            if self._active.total() >= self._workers:
                return False
            self._start(caller)
            return True

    def release(self, caller: str, duration_s: float, *, timed_out: bool) -> None:
        """Free the worker after a run of that duration."""
        with self._lock:
            self._mean_s += _NEWEST_WEIGHT * (duration_s - self._mean_s)
            now = time.monotonic()
            if timed_out and caller != ANONYMOUS:
                self._timed_out_at[caller] = now
            self._timed_out_at = {who: when for who, when in self._timed_out_at.items() if now - when < _PENALTY_S}
            self._served_at = {who: when for who, when in self._served_at.items() if now - when < _PENALTY_S}
            self._end_active(caller)

    def _wait(self, ticket: _Ticket, client_gone: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _MAX_WAIT_S
        try:
            while not ticket.granted.wait(_CLIENT_CHECK_S):
                if client_gone():
                    raise ClientGone
                if time.monotonic() > deadline:
                    raise Busy(self._retry_after_s())
        except (ClientGone, Busy):
            self._withdraw(ticket)
            raise

    def _withdraw(self, ticket: _Ticket) -> None:
        with self._lock:
            if ticket.granted.is_set():  # granted in the meantime
                self._end_active(ticket.caller)
            else:
                self._waiting.remove(ticket)

    def _end_active(self, caller: str) -> None:
        self._active[caller] -= 1
        self._active += Counter()  # drops zero counts
        self._grant()

    def _grant(self) -> None:
        """Give free workers to waiting runs."""
        while self._active.total() < self._workers:
            ticket = min(filter(self._may_run, self._waiting), key=self._rank, default=None)
            if ticket is None:
                return
            self._waiting.remove(ticket)
            self._start(ticket.caller)
            ticket.granted.set()

    def _start(self, caller: str) -> None:
        self._active[caller] += 1
        self._served_at[caller] = time.monotonic()

    def _may_run(self, ticket: _Ticket) -> bool:
        limit = max(1, self._workers - 1) if ticket.caller in self._timed_out_at else self._workers
        return self._active[ticket.caller] < limit

    def _rank(self, ticket: _Ticket) -> tuple[int, float]:
        return self._active[ticket.caller], self._served_at.get(ticket.caller, 0.0)

    def _is_over_limit(self, caller: str) -> bool:
        """Whether the queue, including its newest run, is longer than allowed."""
        of_caller = sum(ticket.caller == caller for ticket in self._waiting)
        return len(self._waiting) > self._length or (caller != ANONYMOUS and of_caller > max(1, self._length // 2))

    def _retry_after_s(self) -> int:
        """Estimate the whole seconds until the waiting runs are done."""
        seconds = math.ceil((len(self._waiting) + 1) * self._mean_s / self._workers)
        return min(max(1, seconds), _MAX_RETRY_AFTER_S)
