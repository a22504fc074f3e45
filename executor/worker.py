"""A worker process: runs one task at a time for the service that started it, and ends when the service does."""

import dataclasses
import functools
import gc
import os
import queue
import resource
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
    tasks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_read_frames, args=(tasks, sandbox), daemon=True).start()
    sandbox.renew()
    gc.freeze()  # what the process keeps until its end need not be searched for garbage again
    _write(sys.stdout.buffer, worker_protocol.READY)
    while (task := tasks.get()) is not None:
        try:
            outcome = _run(sandbox, Task.from_json(task))
            _write(sys.stdout.buffer, worker_protocol.OUTCOME, outcome.to_json())
        except DiskFull:
            _write(sys.stdout.buffer, worker_protocol.DISK_FULL)
        sandbox.renew()
    sandbox.close()


def _limit_descriptors() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = WORKER_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(WORKER_DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _run(sandbox: Sandbox, task: Task) -> Outcome:
    pipe, flush = sys.stdout.buffer, _until_service_ends(sys.stdout.buffer.flush)
    outcome = sandbox.run(task, lambda kind, data: _write_buffered(pipe, kind, data), flush)
    if outcome.reason != "timeout" or not task.locate or task.verdict_only:
        return outcome
    flush()  # locating takes a while and may fail
    sandbox.renew()
    with suppress(DiskFull):
        location, call = sandbox.locate(task)
        return dataclasses.replace(outcome, location=location, call=call)
    return outcome


def _report_final_outcome(outcome: Outcome) -> None:
    """Answer for a run that cannot be interrupted; the service then kills this process and starts another."""
    _write(sys.stdout.buffer, worker_protocol.FINAL_OUTCOME, outcome.to_json())


def _read_frames(tasks: "queue.SimpleQueue[bytes | None]", sandbox: Sandbox) -> None:
    """Read frames even during a run: it may be cancelled, or the service may end."""
    while (frame := worker_protocol.read(sys.stdin.buffer)) is not None:
        kind, content = frame
        if kind == worker_protocol.CANCEL:
            sandbox.cancel()
        else:
            tasks.put(content)
    tasks.put(None)
    time.sleep(_EXIT_GRACE_S)
    os._exit(0)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except BrokenPipeError:  # the service is gone
        os._exit(0)
