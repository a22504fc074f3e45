"""A worker process: runs one task at a time for the service that started it, and ends when that service does."""

import dataclasses
import os
import queue
import resource
import signal
import sys
import threading
import time
from pathlib import Path

from executor import frames
from executor.build import Snapshot
from executor.limits import Task
from executor.sandbox import End, Sandbox

# Deep folders that a run left are removed by recursion.
_RECURSION_LIMIT = 20_000
# Guests run on the stack of the thread that called them.
_STACK_BYTES = 16 * 2**20
# How long a run under way may go on once nobody listens.
_END_GRACE_S = 0.5


def main(path: str, base_memory: str, file_bytes: str) -> None:
    """Serve tasks from standard input, framed, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the service's to handle
    sys.setrecursionlimit(_RECURSION_LIMIT)
    threading.stack_size(_STACK_BYTES)
    # One byte more than may be held, so that the watch sees a file that passed the limit.
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_bytes) + 1, int(file_bytes) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sandbox = Sandbox(Snapshot(Path(path), int(base_memory)), _abandon)
    tasks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_read_tasks, args=(tasks, sandbox), daemon=True).start()
    sandbox.warm()
    frames.write(sys.stdout.buffer, frames.READY)
    while (task := tasks.get()) is not None:
        end = _run(sandbox, Task.from_json(task))
        frames.write(sys.stdout.buffer, frames.END, end.to_json())
        sandbox.renew()
        if tasks.empty():
            sandbox.warm()
    sandbox.close()


def _run(sandbox: Sandbox, task: Task) -> End:
    answers = sys.stdout.buffer
    end = sandbox.run(task, lambda kind, data: frames.put(answers, kind, data), answers.flush)
    if end.reason != "timeout" or not task.locate:
        return end
    answers.flush()  # to look for the place takes a while, and may not end well
    sandbox.renew()
    return dataclasses.replace(end, place=sandbox.locate(task))


def _abandon(end: End) -> None:
    """Answer for a run that cannot be interrupted: the service kills this worker and starts another."""
    frames.write(sys.stdout.buffer, frames.LAST_END, end.to_json())


def _read_tasks(tasks: "queue.SimpleQueue[bytes | None]", sandbox: Sandbox) -> None:
    """Read ahead: a run may be cancelled, and the service may end in the middle of one, however it ends."""
    while (frame := frames.read(sys.stdin.buffer)) is not None:
        kind, content = frame
        if kind == frames.CANCEL:
            sandbox.cancel()
        else:
            tasks.put(content)
    tasks.put(None)
    time.sleep(_END_GRACE_S)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
