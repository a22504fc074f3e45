"""A fixed number of worker processes, each replaced when it is gone, and the turns at them."""

import logging
import queue
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from executor.build import Snapshot
from executor.limits import Limits, Task
from executor.process import SandboxFault, Worker
from executor.turns import NOBODY, Turns

log = logging.getLogger(__name__)


def _never() -> bool:
    return False


class Pool:
    """Runs as many tasks at a time as it has workers; others wait their turn."""

    def __init__(self, snapshot: Snapshot, *, workers: int, queue_length: int, limits: Limits) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._turns = Turns(workers, queue_length)
        # First in, first out: who ended a run last has the most left to prepare for the next one.
        self._idle: queue.Queue[Worker] = queue.Queue()
        for _ in range(workers):
            self._idle.put(Worker(snapshot, limits))

    def run(self, task: Task, caller: str = NOBODY, gone: Callable[[], bool] = _never) -> dict[str, Any]:
        """Run a task on the next free worker and return its result, with the `queueTime` it waited in milliseconds.

        Args:
            caller: on whose behalf, for a fair share.
            gone: whether the client has stopped waiting; asked several times a second.

        Raises:
            Busy: the queue is full, or no worker became free in time. Nothing ran.
            Gone: the client did; what ran was ended.
            SandboxFault: the worker broke. What ran is lost.
        """
        asked = time.monotonic()
        self._turns.take(caller, gone)
        start, timed_out = time.monotonic(), False
        try:
            worker = self._idle.get_nowait()
            try:
                result = worker.run(task, gone)
            finally:
                self._idle.put(worker if worker.alive() else Worker(self._snapshot, self._limits))
            timed_out = result["status"] == "timeout"
            return {**result, "queueTime": round((start - asked) * 1000, 3)}
        finally:
            self._turns.give_back(caller, time.monotonic() - start, timed_out=timed_out)

    def ready(self) -> bool:
        """Whether a run can be answered now: a trivial one is."""
        try:
            result = self.run(Task("print(6 * 7)", self._limits))
        except SandboxFault as fault:
            log.warning("the sandbox is not ready: %s", fault)
            return False
        return bool(result["status"] == "ok" and result["output"] == "42\n")

    def close(self) -> None:
        """End the idle workers; one in use ends with its run."""
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().stop()
