"""A worker process as the service sees it: it takes one run at a time, and is killed when it does not answer."""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from executor import frames, results
from executor.build import Snapshot
from executor.limits import Limits, Task
from executor.results import Recording
from executor.sandbox import End
from executor.turns import Gone

# How much longer than its own limit a run may stay silent: in a call that the epoch cannot interrupt, or to be located.
_GRACE_S = 0.8
# How often a run under way is asked whether anybody still waits for it, and how long it may take to end when not.
_LOOK_S = 0.25
_CANCEL_S = 0.3
_START_TIMEOUT_S = 30.0
_STOP_TIMEOUT_S = 2.0
_CHUNK = 65_536
_MODULE = "executor.worker"
_PROJECT = Path(__file__).resolve().parent.parent
# A worker needs to find its interpreter, and the coverage tool its settings; nothing else.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


class SandboxFault(Exception):
    """A worker broke in a way no program should be able to bring about."""


class Worker:
    """One process and the pipes to it; used by one thread at a time. It starts in the background."""

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        command = [sys.executable, "-m", _MODULE, str(snapshot.path), str(snapshot.base_memory)]
        self._buffer = bytearray()
        # What runs leave behind when their process is killed goes with it.
        self._folder = tempfile.TemporaryDirectory(prefix="worker-", ignore_cleanup_errors=True)
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [*command, str(limits.file_bytes)],
            cwd=_PROJECT,
            env={**passed_on, "TMPDIR": self._folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._stdin = cast(IO[bytes], self._process.stdin)
        self._stdout = cast(IO[bytes], self._process.stdout)

    def run(self, task: Task, gone: Callable[[], bool]) -> dict[str, Any]:
        """Run a task and return its result (DESIGN section 5); a worker that had to be killed is no longer `alive`.

        Raises:
            Gone: the client stopped waiting; the run was ended.
            SandboxFault: the worker did not start, or died of a cause that is not a limit.
        """
        try:
            self.wait_until_ready()
            return self._run(task, gone)
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
        with suppress(RecursionError):  # folders nested more deeply than can be removed
            self._folder.cleanup()

    def _run(self, task: Task, gone: Callable[[], bool]) -> dict[str, Any]:
        start = time.monotonic()
        recording = Recording()
        frames.write(self._stdin, frames.TASK, task.to_json())
        deadline = start + task.limits.timeout_ms / 1000 + _GRACE_S
        while (end := self._listen(recording, min(deadline, time.monotonic() + _LOOK_S))) is None:
            if gone():
                self._cancel()
                raise Gone
            if time.monotonic() > deadline:
                self.kill()
                end = End("timeout", duration_ms=round((time.monotonic() - start) * 1000, 3))
                break
        return results.conclude(task, recording, end)

    def _cancel(self) -> None:
        """End the run under way, or else the process."""
        frames.write(self._stdin, frames.CANCEL)
        if self._listen(Recording(), time.monotonic() + _CANCEL_S) is None:
            self.kill()

    def _listen(self, recording: Recording, until: float) -> End | None:
        """Record what the run sends until it ends; None when the time is up before."""
        while (frame := self._next_frame(until)) is not None:
            kind, content = frame
            if kind == frames.LAST_END:
                self.kill()
            if kind in (frames.END, frames.LAST_END):
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
