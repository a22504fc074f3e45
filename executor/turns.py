"""Whose turn it is: a bounded queue before the workers in which no caller can starve the others."""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable

# How often one who waits looks whether it still should.
_LOOK_S = 0.25
_MAX_WAIT_S = 25.0
# How long a caller whose run timed out leaves a worker to the others.
_PENALTY_S = 60.0
# Weight of the newest run in the running mean of durations.
_NEWEST = 0.2
_MAX_RETRY_AFTER_S = 60
NOBODY = ""


class Busy(Exception):
    """No worker became free in time, or the queue is full; nothing ran."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"no worker became free; retry in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class Gone(Exception):
    """The client does not wait for the answer any more."""


class _Ticket:
    """One run that waits for its turn."""

    def __init__(self, caller: str) -> None:
        self.caller = caller
        self.granted = threading.Event()


class Turns:
    """Gives `workers` turns at a time; up to `length` runs wait.

    Of the callers who wait, the next turn goes to the one with the fewest runs under way, then to the one served
    longest ago. One caller holds at most half of the queue, and, for a minute after a run of theirs timed out, at most
    all workers but one: endless loops leave the others a worker. What names no caller is under neither rule.
    """

    def __init__(self, workers: int, length: int) -> None:
        self._workers = workers
        self._length = length
        self._lock = threading.Lock()
        self._waiting: list[_Ticket] = []
        self._running: Counter[str] = Counter()
        self._served: dict[str, float] = {}
        self._timed_out: dict[str, float] = {}
        self._mean_s = 0.1

    def take(self, caller: str, gone: Callable[[], bool]) -> None:
        """Wait for a turn; `give_back` must follow.

        Raises:
            Busy: the queue or the caller's part of it is full, or the wait was too long.
            Gone: `gone()` became true.
        """
        ticket = _Ticket(caller)
        with self._lock:
            self._waiting.append(ticket)
            self._grant()
            if not ticket.granted.is_set() and self._is_too_much(caller):
                self._waiting.remove(ticket)
                raise Busy(self._retry_after_s())
        self._wait(ticket, gone)

    def give_back(self, caller: str, seconds: float, *, timed_out: bool) -> None:
        """End a turn that took so many seconds."""
        with self._lock:
            self._mean_s += _NEWEST * (seconds - self._mean_s)
            now = time.monotonic()
            if timed_out and caller != NOBODY:
                self._timed_out[caller] = now
            self._timed_out = {who: when for who, when in self._timed_out.items() if now - when < _PENALTY_S}
            self._served = {who: when for who, when in self._served.items() if now - when < _PENALTY_S}
            self._end_turn(caller)

    def _wait(self, ticket: _Ticket, gone: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _MAX_WAIT_S
        try:
            while not ticket.granted.wait(_LOOK_S):
                if gone():
                    raise Gone
                if time.monotonic() > deadline:
                    raise Busy(self._retry_after_s())
        except (Gone, Busy):
            self._leave(ticket)
            raise

    def _leave(self, ticket: _Ticket) -> None:
        with self._lock:
            if ticket.granted.is_set():  # the turn came a moment too late
                self._end_turn(ticket.caller)
            else:
                self._waiting.remove(ticket)

    def _end_turn(self, caller: str) -> None:
        self._running[caller] -= 1
        self._running += Counter()  # drops those with none
        self._grant()

    def _grant(self) -> None:
        """Give free turns to those who wait."""
        while self._running.total() < self._workers:
            ticket = min(filter(self._may_run, self._waiting), key=self._rank, default=None)
            if ticket is None:
                return
            self._waiting.remove(ticket)
            self._running[ticket.caller] += 1
            self._served[ticket.caller] = time.monotonic()
            ticket.granted.set()

    def _may_run(self, ticket: _Ticket) -> bool:
        most = max(1, self._workers - 1) if ticket.caller in self._timed_out else self._workers
        return self._running[ticket.caller] < most

    def _rank(self, ticket: _Ticket) -> tuple[int, float]:
        return self._running[ticket.caller], self._served.get(ticket.caller, 0.0)

    def _is_too_much(self, caller: str) -> bool:
        """Whether the queue, with the newest in it, is longer than it may be."""
        of_caller = sum(ticket.caller == caller for ticket in self._waiting)
        return len(self._waiting) > self._length or (caller != NOBODY and of_caller > max(1, self._length // 2))

    def _retry_after_s(self) -> int:
        """How long the runs that wait will take, in whole seconds."""
        seconds = math.ceil((len(self._waiting) + 1) * self._mean_s / self._workers)
        return min(max(1, seconds), _MAX_RETRY_AFTER_S)
