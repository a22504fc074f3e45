"""A bounded queue in front of the workers in which no caller and no network can starve the others."""

import math
import statistics
import threading
import time
from collections import Counter, deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from executor import steps

_MAX_WAIT_S = 25.0
# How long callers whose runs timed out leave one worker to the others.
_PENALTY_S = 60.0
# How long the last in the queue may have to wait, by the typical duration of the newest runs.
_TOLERABLE_WAIT_S = 10.0
_NEWEST_RUNS = 31
_FIRST_GUESS_S = 0.1
# How often callers who were served long ago are forgotten.
_FORGET_EVERY_S = 1.0
_MAX_RETRY_AFTER_S = 60

Key = TypeVar("Key")


@dataclass(frozen=True)
class Caller:
    """Whose run it is: opaque names of a person and of the network they come from, by default one of their own."""

    name: str = ""
    network: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "network", self.network or self.name)


ANONYMOUS = Caller()


class Busy(Exception):
    """The queue is full, or no worker became free in time. Nothing ran."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"no worker became free; retry in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class _Ticket:
    """One waiting run; `decided` is set once it was granted a worker or displaced from the queue."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.decided = threading.Event()
        self.granted = False


class FairQueue:
    """Grants `workers` runs at a time; others wait, up to `length`, and as many as are served within some seconds.

    That number follows the median duration of the newest runs, which some endless loops do not change. One run may wait
    for each worker in any case.

    The next worker goes to the network with the fewest active runs, within it to the caller with the fewest, then to
    the one that was served longest ago. When the queue is full, the newest run of the caller who holds most of it, in
    the network that does, gives way. One caller may hold half of the queue. For a minute after a run of theirs timed
    out, callers share all workers but one: endless loops, of however many accounts, leave the others a worker.
    Anonymous runs are exempt from the last two limits.
    """

    def __init__(self, workers: int, length: int) -> None:
        self._workers = workers
        self._length = length
        self._lock = threading.Lock()
        self._waiting: list[_Ticket] = []
        self._active: Counter[Caller] = Counter()
        self._served_at: dict[Caller, float] = {}
        self._network_served_at: dict[str, float] = {}
        self._forgot_at = 0.0
        self._timed_out_at: dict[str, float] = {}
        self._durations_s: deque[float] = deque([_FIRST_GUESS_S], maxlen=_NEWEST_RUNS)

    def acquire(self, caller: Caller) -> Generator[None]:
        """Wait for a worker, with pauses (`executor/steps.py`); `release` must follow.

        Raises:
            Busy: the queue is full and the caller holds most of it, or the wait was too long.
        """
        ticket = _Ticket(caller)
        with self._lock:
            self._waiting.append(ticket)
            self._grant()
            if not ticket.granted:
                self._make_room_for(ticket)
        yield from self._wait(ticket)

    def _make_room_for(self, ticket: _Ticket) -> None:
        """Turn the ticket away if its caller holds too much, or else whoever gives way in a full queue."""
        places = self._places()
        of_caller = sum(other.caller.name == ticket.caller.name for other in self._waiting)
        if ticket.caller.name and of_caller > max(1, places // 2):
            self._displace(ticket)
        elif len(self._waiting) > places:
            self._displace(self._newest_of_largest_holder())

    def try_acquire(self, caller: Caller) -> bool:
        """Take a worker if one is free now; `release` must follow if so."""
        with self._lock:
            if self._active.total() >= self._workers:
                return False
            self._start(caller)
            return True

    def release(self, caller: Caller, duration_s: float, *, timed_out: bool) -> None:
        """Free the worker after a run of that duration."""
        with self._lock:
            self._durations_s.append(duration_s)
            now = time.monotonic()
            if timed_out and caller.name:
                self._timed_out_at[caller.name] = now
            self._timed_out_at = _newer(self._timed_out_at, now)
            if now - self._forgot_at > _FORGET_EVERY_S:
                self._forgot_at = now
                self._served_at = _newer(self._served_at, now)
                self._network_served_at = _newer(self._network_served_at, now)
            self._end_active(caller)

    def _wait(self, ticket: _Ticket) -> Generator[None]:
        deadline = time.monotonic() + _MAX_WAIT_S
        try:
            while not ticket.decided.wait(steps.PAUSE_S):
                yield
                if time.monotonic() > deadline:
                    raise Busy(self._retry_after_s())
            if not ticket.granted:
                raise Busy(self._retry_after_s())
        except (GeneratorExit, Busy):
            self._withdraw(ticket)
            raise

    def _withdraw(self, ticket: _Ticket) -> None:
        with self._lock:
            if ticket.granted:  # in the meantime
                self._end_active(ticket.caller)
            elif ticket in self._waiting:
                self._waiting.remove(ticket)

    def _end_active(self, caller: Caller) -> None:
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
            ticket.granted = True
            ticket.decided.set()

    def _start(self, caller: Caller) -> None:
        self._active[caller] += 1
        self._served_at[caller] = self._network_served_at[caller.network] = time.monotonic()

    def _may_run(self, ticket: _Ticket) -> bool:
        if ticket.caller.name not in self._timed_out_at:
            return True
        penalised = sum(count for caller, count in self._active.items() if caller.name in self._timed_out_at)
        return penalised < max(1, self._workers - 1)

    def _rank(self, ticket: _Ticket) -> tuple[int, int, float, float]:
        name, network = ticket.caller.name, ticket.caller.network
        of_network = sum(count for caller, count in self._active.items() if caller.network == network)
        of_caller = sum(count for caller, count in self._active.items() if caller.name == name)
        network_served_at = self._network_served_at.get(network, 0.0)
        return of_network, of_caller, network_served_at, self._served_at.get(ticket.caller, 0.0)

    def _places(self) -> int:
        """How many runs may wait: as many as are served in a tolerable time."""
        in_time = int(_TOLERABLE_WAIT_S * self._workers / self._typical_s())
        return min(self._length, max(self._workers, in_time))

    def _typical_s(self) -> float:
        return max(0.001, statistics.median(self._durations_s))

    def _newest_of_largest_holder(self) -> _Ticket:
        networks = Counter(ticket.caller.network for ticket in self._waiting)
        names = Counter(ticket.caller.name for ticket in self._waiting)
        newest_first = reversed(self._waiting)
        return max(newest_first, key=lambda ticket: (networks[ticket.caller.network], names[ticket.caller.name]))

    def _displace(self, ticket: _Ticket) -> None:
        self._waiting.remove(ticket)
        ticket.decided.set()

    def _retry_after_s(self) -> int:
        """Estimate the whole seconds until the waiting runs are done."""
        seconds = math.ceil((len(self._waiting) + 1) * self._typical_s() / self._workers)
        return min(max(1, seconds), _MAX_RETRY_AFTER_S)


def _newer(times: dict[Key, float], now: float) -> dict[Key, float]:
    """Return the times that are not longer ago than a penalty lasts."""
    return {who: when for who, when in times.items() if now - when < _PENALTY_S}
