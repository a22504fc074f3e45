"""Supervises one run from outside the guest: its time, its output and its files. Exceeding a limit ends the run."""

import time
from collections.abc import Callable

from executor import storage, worker_protocol
from executor.interpreter import MAX_ANSWER_BYTES
from executor.models import Limits
from executor.storage import Usage
from executor.ticker import Ticker

# Reports repeat the verdicts that the answer holds.
_MAX_EVENT_BYTES = MAX_ANSWER_BYTES
_MAX_LEARNER_EVENT_BYTES = 2**17
_INTERVAL_S = 0.02
# Measurements in a row that folders may escape by moving; a program that uses temporary folders disturbs only some.
_MAX_INCOMPLETE = 15
# An interrupted run that takes longer than this to end is blocked in a call that cannot be interrupted.
_INTERRUPT_GRACE_S = 0.15

Emit = Callable[[bytes, bytes], None]
Action = Callable[[], None]

# A process supervises one run at a time.
_ticker = Ticker()


class Watchdog:
    """Supervises while its `with` block runs; `limit_hit` names the first limit that was exceeded, else None.

    `written` counts the bytes of each stream, including those that were dropped; `usage` is what the run held on disk
    when it was last measured.
    """

    def __init__(
        self, limits: Limits, folder: str, emit: Emit, on_tick: Action, interrupt: Action, abandon: Action
    ) -> None:
        self.limit_hit: str | None = None
        self._room = {
            worker_protocol.STDOUT: limits.output_bytes,
            worker_protocol.STDERR: limits.output_bytes,
            worker_protocol.EVENT: _MAX_EVENT_BYTES,
            worker_protocol.LEARNER_EVENT: _MAX_LEARNER_EVENT_BYTES,
        }
        self.written = dict.fromkeys(self._room, 0)
        self.usage = Usage()
        self._limits = limits
        self._folder = folder
        self._emit = emit
        self._on_tick = on_tick
        self._interrupt = interrupt
        self._abandon = abandon
        self._own_descriptors = storage.open_descriptors()
        self._incomplete = 0
        self._interrupted = False

    def __enter__(self) -> "Watchdog":
        self._left_s = self._timer()
        _ticker.start(self._supervise, min(_INTERVAL_S, self._left_s()))
        return self

    def __exit__(self, *_exc: object) -> None:
        _ticker.stop()
        if self.limit_hit is None and not self._files_fit():
            self.limit_hit = "file_limit"

    def on_stdout(self, data: bytes) -> None:
        """Receive standard output of the program."""
        self._forward(worker_protocol.STDOUT, data)

    def on_stderr(self, data: bytes) -> None:
        """Receive standard error of the program."""
        self._forward(worker_protocol.STDERR, data)

    def on_event(self, event: str) -> None:
        """Receive a report of the grading harness."""
        self._forward(worker_protocol.EVENT, event.encode("utf-8", "replace"))

    def on_learner_event(self, event: str) -> None:
        """Receive a report of the interpreter of the learner's module, which has no say about verdicts."""
        self._forward(worker_protocol.LEARNER_EVENT, event.encode("utf-8", "replace"))

    def cancel(self) -> None:
        """End the run because its client has disconnected."""
        self._stop("cancelled")

    def _supervise(self) -> float:
        """Check the run; return after how many seconds to do so again."""
        if self._interrupted:
            self._abandon()
        elif self._left_s() <= 0:
            self._stop("timeout")
            self._interrupted = True
        else:
            self._on_tick()
            if not self._files_fit():
                self._stop("file_limit")
                self._interrupted = True
        return _INTERRUPT_GRACE_S if self._interrupted else min(_INTERVAL_S, self._left_s())

    def _timer(self) -> Callable[[], float]:
        """Start the time; return a function that tells how many seconds are left of it at least."""
        deadline, cpu_ms = time.monotonic() + self._limits.timeout_ms / 1000, self._limits.cpu_ms
        if cpu_ms is None:
            return lambda: deadline - time.monotonic()
        cpu_deadline = time.process_time() + cpu_ms / 1000
        return lambda: min(deadline - time.monotonic(), cpu_deadline - time.process_time())

    def _files_fit(self) -> bool:
        self.usage = storage.measure(self._folder, self._limits, self._own_descriptors)
        self._incomplete = 0 if self.usage.complete else self._incomplete + 1
        return self.usage.fits(self._limits) and self._incomplete <= _MAX_INCOMPLETE

    def _forward(self, kind: bytes, data: bytes) -> None:
        """Forward what fits; the first byte beyond the limit ends the run."""
        self.written[kind] += len(data)
        room = self._room[kind]
        self._room[kind] = max(0, room - len(data))
        if room:
            self._emit(kind, data[:room])
        if len(data) > room:
            self._stop("output_limit")

    def _stop(self, reason: str) -> None:
        self.limit_hit = self.limit_hit or reason
        self._interrupt()
