"""A fixed number of worker processes, each replaced when it dies, behind a fair queue."""

import queue
import time
from contextlib import suppress
from typing import Any

from executor import storage
from executor.build import Snapshot
from executor.fair_queue import ANONYMOUS, Caller, FairQueue
from executor.models import Limits, Task
from executor.results import OnOutput
from executor.scratch_folder import ScratchFolder
from executor.steps import Steps, finish
from executor.storage import DiskFull
from executor.worker_process import SandboxFault, WorkerProcess


class WorkerPool:
    """Runs as many tasks at a time as it has workers; the others wait in the queue."""

    def __init__(self, snapshot: Snapshot, *, workers: int, queue_length: int, limits: Limits) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._queue = FairQueue(workers, queue_length)
        self._scratch = ScratchFolder(workers * limits.file_bytes)
        # First in, first out: the worker that ended a run last needs the most time to prepare for its next one.
        self._idle: queue.Queue[WorkerProcess] = queue.Queue()
        for _ in range(workers):
            self._idle.put(self._start_worker())

    def run(self, task: Task, caller: Caller = ANONYMOUS) -> dict[str, Any]:
        """Run a task to its end, as `steps` does."""
        return finish(self.steps(task, caller))

    def steps(self, task: Task, caller: Caller = ANONYMOUS, on_output: OnOutput | None = None) -> Steps:
        """Run a task on the next free worker; return its result, with the milliseconds it waited as `queueTime`.

        Args:
            caller: whose run it is, for a fair share.
            on_output: receives output while the program runs.

        Raises:
            Busy: the queue is full, or no worker became free in time. Nothing ran.
            DiskFull: the run did not start or could not be completed.
            SandboxFault: the worker failed. The run is lost.
        """
        queued = time.monotonic()
        yield from self._queue.acquire(caller)
        wait_ms = round((time.monotonic() - queued) * 1000, 3)
        result = yield from self._run(task, caller, on_output)
        return {**result, "queueTime": wait_ms}

    def _run(self, task: Task, caller: Caller, on_output: OnOutput | None = None) -> Steps:
        """Run a task whose turn it is."""
        start, timed_out = time.monotonic(), False
        try:
            worker = self._idle.get_nowait()
            try:
                worker = self._replace_if_dead(worker)  # it may have died while it was idle
                result = yield from worker.run(task, on_output)
            finally:
                with suppress(DiskFull, OSError):  # the next run tries again
                    worker = self._replace_if_dead(worker)
                self._idle.put(worker)
            # A limit of processor time is short: endless loops that it ends hold no worker for long.
            timed_out = result["status"] == "timeout" and task.limits.cpu_ms is None
            return result
        finally:
            self._queue.release(caller, time.monotonic() - start, timed_out=timed_out)

    def problem(self) -> str | None:
        """Return why no program can run now: no room on the disk, or a trivial program fails; None if one can.

        Never waits for a worker: while all are busy, they are not tried.
        """
        if not self.has_room():
            return f"too little room in {self._scratch.path.parent}"
        if not self._queue.try_acquire(ANONYMOUS):
            return None
        try:
            result = finish(self._run(Task("print(6 * 7)", self._limits), ANONYMOUS))
        except (DiskFull, SandboxFault) as fault:
            return str(fault)
        return None if result["output"] == "42\n" else "the sandbox does not respond"

    def has_room(self) -> bool:
        """Whether the disk has room for the files of a run."""
        return storage.has_room(self._scratch.path.parent, self._limits)

    def close(self) -> None:
        """Stop the idle workers and remove their files; a busy one ends with its run."""
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().stop()
        self._scratch.close()

    def _replace_if_dead(self, worker: WorkerProcess) -> WorkerProcess:
        if worker.alive():
            return worker
        worker.kill()
        return self._start_worker()

    def _start_worker(self) -> WorkerProcess:
        try:
            return WorkerProcess(self._snapshot, self._limits, self._scratch.path)
        except OSError as error:
            if storage.is_full(error):
                raise DiskFull from error
            raise
