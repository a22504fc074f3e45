"""The watch over one run: its clock, its output and its files, each of which can end it from outside."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from executor import frames
from executor.limits import Limits

# Room for events and for the guest's answer, which tell the same verdicts.
ANSWER_BYTES = 2**20
_INTERVAL_S = 0.02

Emit = Callable[[bytes, bytes], None]


class Watch:
    """Watches while its `with` block runs; `limit_hit` names the first limit that was passed, or stays None."""

    def __init__(self, limits: Limits, folder: Path, emit: Emit, interrupt: Callable[[], None]) -> None:
        self.limit_hit: str | None = None
        self._limits = limits
        self._folder = folder
        self._emit = emit
        self._interrupt = interrupt
        self._room = {
            frames.STDOUT: limits.output_bytes,
            frames.STDERR: limits.output_bytes,
            frames.EVENT: ANSWER_BYTES,
        }
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._over.set()
        self._thread.join()
        if self.limit_hit is None and not files_fit(self._folder, self._limits):
            self.limit_hit = "file_limit"

    def on_stdout(self, data: bytes) -> None:
        """Take what the program wrote to its standard output."""
        self._keep(frames.STDOUT, data)

    def on_stderr(self, data: bytes) -> None:
        """Take what the program wrote to its standard error."""
        self._keep(frames.STDERR, data)

    def on_event(self, event: str) -> None:
        """Take what the harness reports of itself."""
        self._keep(frames.EVENT, event.encode("utf-8", "replace"))

    def _watch(self) -> None:
        deadline = time.monotonic() + self._limits.timeout_ms / 1000
        while not self._over.wait(min(_INTERVAL_S, max(0.0, deadline - time.monotonic()))):
            if time.monotonic() >= deadline:
                return self._stop("timeout")
            if not files_fit(self._folder, self._limits):
                return self._stop("file_limit")
        return None

    def _keep(self, kind: bytes, data: bytes) -> None:
        """Pass on what there is room for; the first byte too many ends the run."""
        room = self._room[kind]
        self._room[kind] = max(0, room - len(data))
        if room:
            self._emit(kind, data[:room])
        if len(data) > room:
            self._stop("output_limit")

    def _stop(self, reason: str) -> None:
        self.limit_hit = self.limit_hit or reason
        self._interrupt()


def files_fit(folder: Path, limits: Limits) -> bool:
    """Whether all below the folder fits; sparse files count in full, and so does what cannot be looked at."""
    size = count = 0
    folders = [str(folder)]
    try:
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    count += 1
                    size += entry.stat(follow_symlinks=False).st_size if entry.is_file(follow_symlinks=False) else 0
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    if count > limits.file_count or size > limits.file_bytes:
                        return False
    except FileNotFoundError:
        return True  # changed while it was read: the next look will see
    except OSError:
        return False
    return True
