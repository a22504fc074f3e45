"""The service's handle of a worker process: starts it, gives it one run at a time, kills it if it does not respond."""

import os
import select
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from executor import results, steps, storage, worker_protocol
from executor.build import Snapshot
from executor.models import Limits, Outcome, Task
from executor.results import OnOutput, Recording
from executor.steps import Steps
from executor.storage import DiskFull

# How far beyond its own time limit a run may stay silent: in a call that cannot be interrupted, or while it is located.
_GRACE_S = 0.8
# How long a cancelled run may take to end.
_CANCEL_TIMEOUT_S = 0.3
_START_TIMEOUT_S = 30.0
_STOP_TIMEOUT_S = 2.0
_CHUNK_BYTES = 65_536
_MODULE = "executor.worker"
_PROJECT = Path(__file__).resolve().parent.parent
# A worker needs to find its interpreter, the log its format, and coverage its settings; nothing else.
_INHERITED_VARIABLES = (
    *("PATH", "LD_LIBRARY_PATH", "LANG", "LOG_FORMAT"),
    *("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"),
)


class SandboxFault(Exception):
    """A worker failed in a way that no program should be able to cause."""


class WorkerProcess:
    """One process and the pipes to it, used by one thread at a time. It starts in the background."""

    def __init__(self, snapshot: Snapshot, limits: Limits, scratch: Path) -> None:
        inherited = {name: os.environ[name] for name in _INHERITED_VARIABLES if name in os.environ}
        command = [sys.executable, "-m", _MODULE, str(snapshot.path), str(snapshot.base_memory)]
        self._buffer = bytearray()
        # Holds the folders of all runs, so that nothing is left behind when the process is killed.
        scratch.mkdir(mode=0o700, exist_ok=True)  # a cleaner of temporary files may have removed it
        self.folder = Path(tempfile.mkdtemp(prefix="worker-", dir=scratch))
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [*command, str(limits.file_bytes)],
            cwd=_PROJECT,
            env={**inherited, "TMPDIR": str(self.folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._stdin = cast(IO[bytes], self._process.stdin)
        self._stdout = cast(IO[bytes], self._process.stdout)

    def run(self, task: Task, on_output: OnOutput | None = None) -> Steps:
        """Run a task and return its result (DESIGN section 5); a worker that had to be killed is no longer `alive`.

        Raises:
            DiskFull: the run did not start or could not be completed.
            SandboxFault: the worker did not start, or died for a reason that is not a limit.
        """
        try:
            self.wait_until_ready()
            return (yield from self._run(task, on_output))
        except (OSError, EOFError) as fault:
            self.kill()
            raise SandboxFault(f"a worker died with exit code {self._process.returncode}") from fault

    def wait_until_ready(self) -> None:
        """Wait until the worker has loaded the snapshot; raises EOFError when it dies instead, or takes too long."""
        if not self._ready:
            if self._next_frame(time.monotonic() + _START_TIMEOUT_S) is None:
                raise EOFError("a worker did not start")
            self._ready = True

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether the process can take another task."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Let the process clean up and exit, or else kill it."""
        with suppress(OSError, subprocess.TimeoutExpired):
            self._stdin.close()
            self._process.wait(_STOP_TIMEOUT_S)
        self.kill()

    def kill(self) -> None:
        """Kill the process, reap it and remove its folder."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):  # buffered data has no reader any more
                pipe.close()
        storage.remove_tree(self.folder)

    def _run(self, task: Task, on_output: OnOutput | None) -> Steps:
        start = time.monotonic()
        recording = Recording(on_output=on_output)
        worker_protocol.write(self._stdin, worker_protocol.TASK, task.to_json())
        deadline = start + task.limits.timeout_ms / 1000 + _GRACE_S
        while (outcome := self._record(recording, min(deadline, time.monotonic() + steps.PAUSE_S))) is None:
            try:
                yield
            except GeneratorExit:
                self._cancel()
                raise
            if time.monotonic() > deadline:
                self.kill()
                outcome = Outcome("timeout", duration_ms=round((time.monotonic() - start) * 1000, 3))
                break
        return results.build_result(task, recording, outcome)

    def _cancel(self) -> None:
        """End the current run, or else the process."""
        worker_protocol.write(self._stdin, worker_protocol.CANCEL)
        if self._record(Recording(), time.monotonic() + _CANCEL_TIMEOUT_S) is None:
            self.kill()

    def _record(self, recording: Recording, deadline: float) -> Outcome | None:
        """Record what the run sends until it ends; None when the deadline passes first."""
        while (frame := self._next_frame(deadline)) is not None:
            kind, content = frame
            if kind == worker_protocol.DISK_FULL:
                raise DiskFull
            if kind == worker_protocol.FINAL_OUTCOME:
                self.kill()
            if kind in (worker_protocol.OUTCOME, worker_protocol.FINAL_OUTCOME):
                return Outcome.from_json(content)
            recording.add(kind, content)
        return None

    def _next_frame(self, deadline: float) -> tuple[bytes, bytes] | None:
        """Wait for a frame; None when the deadline passes first. Raises EOFError when the process is gone."""
        descriptor = self._stdout.fileno()
        while (frame := worker_protocol.pop(self._buffer)) is None:
            readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            if not readable:
                return None
            chunk = os.read(descriptor, _CHUNK_BYTES)
            if not chunk:
                raise EOFError("the worker closed its output")
            self._buffer += chunk
        return frame
