"""A fixed number of worker processes, each replaced when it dies, behind a fair queue."""

import logging
import queue
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from executor.build import Snapshot
from executor.fair_queue import ANONYMOUS, FairQueue
from executor.models import Limits, Task
from executor.worker_process import SandboxFault, WorkerProcess

log = logging.getLogger(__name__)


def _never() -> bool:
    return False


class WorkerPool:
    """Runs as many tasks at a time as it has workers; the others wait in the queue."""

    def __init__(self, snapshot: Snapshot, *, workers: int, queue_length: int, limits: Limits) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._queue = FairQueue(workers, queue_length)
        # First in, first out: the worker that ended a run last needs the most time to prepare for its next one.
        self._idle: queue.Queue[WorkerProcess] = queue.Queue()
        for _ in range(workers):
            self._idle.put(WorkerProcess(snapshot, limits))

    def run(self, task: Task, caller: str = ANONYMOUS, client_gone: Callable[[], bool] = _never) -> dict[str, Any]:
        """Run a task on the next free worker; return its result, with the milliseconds it waited as `queueTime`.

        Args:
            caller: whose run it is, for a fair share.
            client_gone: whether the client has disconnected; called several times a second.

        Raises:
            Busy: the queue is full, or no worker became free in time. Nothing ran.
            ClientGone: the client disconnected; the run was ended.
            SandboxFault: the worker failed. The run is lost.
        """
        queued = time.monotonic()
        self._queue.acquire(caller, client_gone)
        start, timed_out = time.monotonic(), False
        try:
            worker = self._idle.get_nowait()
            try:
                result = worker.run(task, client_gone)
            finally:
                self._idle.put(worker if worker.alive() else WorkerProcess(self._snapshot, self._limits))
            timed_out = result["status"] == "timeout"
            return {**result, "queueTime": round((start - queued) * 1000, 3)}
        finally:
            self._queue.release(caller, time.monotonic() - start, timed_out=timed_out)

    def ready(self) -> bool:
        """Whether a trivial program runs."""
        try:
            result = self.run(Task("print(6 * 7)", self._limits))
        except SandboxFault as fault:
            log.warning("the sandbox is not ready: %s", fault)
            return False
        return bool(result["status"] == "ok" and result["output"] == "42\n")

    def close(self) -> None:
        """Stop the idle workers; a busy one ends with its run."""
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().stop()
