"""A worker process: runs one task at a time for the service that started it, and ends when the service does."""

import dataclasses
import functools
import gc
import math
import os
import resource
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ParamSpec

from executor import logs, worker_protocol
from executor.build import Snapshot
from executor.models import Outcome, Task
from executor.sandbox import Sandbox
from executor.storage import WORKER_DESCRIPTORS, DiskFull

# Guests run on the stack of the thread that called them.
_STACK_BYTES = 16 * 2**20
# How long a run may continue once the service is gone.
_EXIT_GRACE_S = 0.5
_CHUNK_BYTES = 65_536

P = ParamSpec("P")


def _until_service_ends(write: Callable[P, None]) -> Callable[P, None]:
    """End the process when nobody reads what it writes: the service was killed, and an error would be of no use."""

    @functools.wraps(write)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            write(*args, **kwargs)
        except BrokenPipeError:
            os._exit(0)

    return wrapper


_write = _until_service_ends(worker_protocol.write)
_write_buffered = _until_service_ends(worker_protocol.write_buffered)


class _Service:
    """What the service sends: read between runs by the thread that runs the tasks, during a run by its watchdog."""

    def __init__(self, descriptor: int, cancel: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._cancel = cancel
        self._received = bytearray()
        self._exit_s = math.inf

    def next_task(self) -> bytes | None:
        """Wait for a task; None when the service is gone."""
        while (frame := worker_protocol.pop(self._received)) is None or frame[0] != worker_protocol.TASK:
            if frame is None and not self._read():
                return None
        return frame[1]

    def attend(self) -> None:
        """During a run, look whether it is cancelled; end the process soon after the service."""
        if time.monotonic() > self._exit_s:
            os._exit(0)
        if select.select([self._descriptor], [], [], 0)[0] and not self._read():
            self._exit_s = min(self._exit_s, time.monotonic() + _EXIT_GRACE_S)
        if worker_protocol.pop(self._received) is not None:
            self._cancel()

    def _read(self) -> bool:
        """Read what there is, or wait for it; False when the service is gone."""
        data = os.read(self._descriptor, _CHUNK_BYTES)
        self._received += data
        return bool(data)


def main(path: str, base_memory: str, file_bytes: str) -> None:
    """Serve framed tasks from standard input until it ends."""
    logs.report_uncaught(os.environ)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service handles Ctrl-C
    threading.stack_size(_STACK_BYTES)
    # One byte beyond the limit, so that the watchdog sees that a file exceeds it.
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_bytes) + 1, int(file_bytes) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_descriptors()
    sandbox = Sandbox(Snapshot(Path(path), int(base_memory)), _report_final_outcome)
    service = _Service(sys.stdin.fileno(), sandbox.cancel)
    sandbox.renew()
    gc.freeze()  # what the process keeps until its end need not be searched for garbage again
    _write(sys.stdout.buffer, worker_protocol.READY)
    while (task := service.next_task()) is not None:
        try:
            outcome = _run(sandbox, Task.from_json(task), service.attend)
            _write(sys.stdout.buffer, worker_protocol.OUTCOME, outcome.to_json())
        except DiskFull:
            _write(sys.stdout.buffer, worker_protocol.DISK_FULL)
        sandbox.renew()
    sandbox.close()


def _limit_descriptors() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = WORKER_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(WORKER_DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _run(sandbox: Sandbox, task: Task, attend: Callable[[], None]) -> Outcome:
    pipe, flush = sys.stdout.buffer, _until_service_ends(sys.stdout.buffer.flush)

    def on_tick() -> None:
        flush()
        attend()

    outcome = sandbox.run(task, lambda kind, data: _write_buffered(pipe, kind, data), on_tick)
    if outcome.reason != "timeout" or not task.locate or task.verdict_only:
        return outcome
    flush()  # locating takes a while and may fail
    sandbox.renew()
    with suppress(DiskFull):
        location, call = sandbox.locate(task, attend)
        return dataclasses.replace(outcome, location=location, call=call)
    return outcome


def _report_final_outcome(outcome: Outcome) -> None:
    """Answer for a run that cannot be interrupted; the service then kills this process and starts another."""
    _write(sys.stdout.buffer, worker_protocol.FINAL_OUTCOME, outcome.to_json())


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except BrokenPipeError:  # the service is gone
        os._exit(0)
