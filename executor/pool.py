"""Worker processes, one run at a time each; one that does not answer in time is killed and replaced."""

import json
import logging
import os
import queue
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from executor import frames, results
from executor.build import Snapshot
from executor.limits import Limits, Task
from executor.results import Recording
from executor.sandbox import End

log = logging.getLogger(__name__)

# How much longer than its own limit a run may stay silent: in a call that the epoch cannot interrupt, or to be located.
_GRACE_S = 0.8
_START_TIMEOUT_S = 30.0
_STOP_TIMEOUT_S = 2.0
_MAX_WAIT_S = 15.0
_RETRY_AFTER_S = 1
_CHUNK = 65_536
_PROJECT = Path(__file__).resolve().parent.parent
# A worker needs to find its interpreter and a temporary folder, and the coverage tool its settings; nothing else.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


class SandboxUnavailable(Exception):
    """No worker became free in time; nothing ran."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"no worker became free; retry in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class SandboxFault(Exception):
    """A worker broke in a way no program should be able to bring about."""


class Worker:
    """One process and the pipes to it; used by one thread at a time. It starts in the background."""

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        command = [sys.executable, "-m", "executor.worker", str(snapshot.path), str(snapshot.base_memory)]
        self._buffer = bytearray()
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [*command, str(limits.file_bytes)],
            cwd=_PROJECT,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._stdin = cast(IO[bytes], self._process.stdin)
        self._stdout = cast(IO[bytes], self._process.stdout)

    def run(self, task: Task) -> dict[str, Any]:
        """Run a task and return its result (DESIGN section 5); a worker that had to be killed is no longer `alive`.

        Raises:
            SandboxFault: the worker did not start, or died of a cause that is not a limit.
        """
        try:
            self.wait_until_ready()
            return self._run(task)
        except (OSError, EOFError) as fault:
            self.kill()
            raise SandboxFault(f"a worker died with code {self._process.returncode}") from fault

    def wait_until_ready(self) -> None:
        """Wait until the worker has loaded the snapshot; raises EOFError when it ends instead, or takes too long."""
        if not self._ready:
            if self._next_frame(time.monotonic() + _START_TIMEOUT_S) is None:
                raise EOFError("a worker did not start")
            self._ready = True

    def alive(self) -> bool:
        """Whether the process can take another task."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Let the process end by itself, which cleans up, or else end it."""
        with suppress(OSError, subprocess.TimeoutExpired):
            self._stdin.close()
            self._process.wait(_STOP_TIMEOUT_S)
        self.kill()

    def kill(self) -> None:
        """End the process at once and take it off the system's books."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):  # what was still to be written has no reader any more
                pipe.close()

    def _run(self, task: Task) -> dict[str, Any]:
        start = time.monotonic()
        recording = Recording()
        frames.write(self._stdin, frames.TASK, task.to_json())
        end = self._listen(recording, start + task.limits.timeout_ms / 1000 + _GRACE_S)
        if end is None:
            self.kill()
            end = End("timeout", duration_ms=round((time.monotonic() - start) * 1000, 3))
        return results.conclude(task, recording, end)

    def _listen(self, recording: Recording, deadline: float) -> End | None:
        while (frame := self._next_frame(deadline)) is not None:
            kind, content = frame
            if kind == frames.END:
                return End(**json.loads(content))
            recording.take(kind, content)
        return None

    def _next_frame(self, deadline: float) -> tuple[bytes, bytes] | None:
        """Wait for a frame; None when the deadline passes first. Raises EOFError when the process is gone."""
        descriptor = self._stdout.fileno()
        while (frame := frames.take(self._buffer)) is None:
            readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            if not readable:
                return None
            chunk = os.read(descriptor, _CHUNK)
            if not chunk:
                raise EOFError("the worker closed its output")
            self._buffer += chunk
        return frame


class Pool:
    """A fixed number of workers and a bounded queue before them."""

    def __init__(self, snapshot: Snapshot, *, workers: int, queue_length: int, limits: Limits) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._places = threading.Semaphore(workers + queue_length)
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(Worker(snapshot, limits))

    def run(self, task: Task) -> dict[str, Any]:
        """Run a task on the next free worker and return its result.

        Raises:
            SandboxUnavailable: the queue is full, or no worker became free in time. Nothing ran.
            SandboxFault: the worker broke. What ran is lost.
        """
        with self._worker() as worker:
            return worker.run(task)

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

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        if not self._places.acquire(blocking=False):
            raise SandboxUnavailable(_RETRY_AFTER_S)
        try:
            worker = self._idle.get(timeout=_MAX_WAIT_S)
        except queue.Empty:
            self._places.release()
            raise SandboxUnavailable(_RETRY_AFTER_S) from None
        try:
            yield worker
        finally:
            self._idle.put(worker if worker.alive() else Worker(self._snapshot, self._limits))
            self._places.release()
