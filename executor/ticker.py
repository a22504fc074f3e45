"""A thread that acts from time to time while something goes on, and that is not woken for what is short."""

import threading
import time
from collections.abc import Callable

# Longer waits are interrupted, since another action may have been started in the meantime that is due sooner.
_MAX_SLEEP_S = 0.02

# Returns the seconds until it is to be called again.
Tick = Callable[[], float]


class Ticker:
    """Calls one function at a time, in a thread of its own.

    `start` wakes the thread only if it sleeps for want of work, `stop` never does: of a series of short runs, each over
    before its first call is due, the thread sees nothing but one moment every 20 ms.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tick: Tick | None = None
        self._due_s = 0.0
        self._busy = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, tick: Tick, after_s: float) -> None:
        """Call `tick` in so many seconds, and again whenever it says."""
        with self._lock:
            self._tick, self._due_s = tick, time.monotonic() + after_s
        if not self._busy.is_set():
            self._busy.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Call nothing any more, after waiting for a call that has begun.

        Raises:
            RuntimeError: a call has failed, which ended the thread.
        """
        with self._lock:
            self._tick = None
        if self._thread is not None and not self._thread.is_alive():
            raise RuntimeError("the thread that supervises has ended")

    def _run(self) -> None:
        while True:
            self._busy.wait()
            time.sleep(self._call_if_due())

    def _call_if_due(self) -> float:
        """Return how many seconds to sleep."""
        with self._lock:
            if self._tick is None:
                self._busy.clear()
                return 0.0
            if time.monotonic() >= self._due_s:
                self._due_s = self._tick() + time.monotonic()
            return min(_MAX_SLEEP_S, max(0.0, self._due_s - time.monotonic()))
