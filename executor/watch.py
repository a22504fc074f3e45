"""The watch over one run: its clock, its output and its files, each of which can end it from outside."""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from executor import frames
from executor.limits import Limits

# Room for events and for the guest's answer, which tell the same verdicts.
ANSWER_BYTES = 2**20
_NOTE_BYTES = 2**17
_INTERVAL_S = 0.02
# How long an interrupted run may take to end; longer, and it is in a call that nothing interrupts.
_STUCK_S = 0.15

Emit = Callable[[bytes, bytes], None]
Act = Callable[[], None]

# Kept between runs: to start a thread takes longer than to wake one. A process watches one run at a time.
_watchers = ThreadPoolExecutor(1, "watch")


class Watch:
    """Watches while its `with` block runs; `limit_hit` names the first limit that was passed, or stays None.

    `written` counts the bytes of each stream, those that were dropped included; `file_bytes` and `file_count` tell
    what the folder held when it was last looked at.
    """

    def __init__(self, limits: Limits, folder: Path, emit: Emit, flush: Act, interrupt: Act, abandon: Act) -> None:
        self.limit_hit: str | None = None
        self.written = dict.fromkeys((frames.STDOUT, frames.STDERR, frames.EVENT, frames.NOTE), 0)
        self.file_bytes = self.file_count = 0
        self._limits = limits
        self._folder = folder
        self._emit = emit
        self._flush = flush
        self._interrupt = interrupt
        self._abandon = abandon
        self._room = {
            frames.STDOUT: limits.output_bytes,
            frames.STDERR: limits.output_bytes,
            frames.EVENT: ANSWER_BYTES,
            frames.NOTE: _NOTE_BYTES,
        }
        self._over = threading.Event()

    def __enter__(self) -> "Watch":
        self._watching = _watchers.submit(self._watch)
        return self

    def __exit__(self, *_exc: object) -> None:
        self._over.set()
        self._watching.result()
        if self.limit_hit is None and not self._files_fit():
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

    def on_note(self, event: str) -> None:
        """Take what is reported by the interpreter of a learner's module, which may say nothing of verdicts."""
        self._keep(frames.NOTE, event.encode("utf-8", "replace"))

    def cancel(self) -> None:
        """End the run because nobody waits for it any more."""
        self._stop("cancelled")

    def _watch(self) -> None:
        deadline = time.monotonic() + self._limits.timeout_ms / 1000
        while not self._over.wait(min(_INTERVAL_S, max(0.0, deadline - time.monotonic()))):
            if time.monotonic() >= deadline:
                self._stop("timeout")
                break
            self._flush()
            if not self._files_fit():
                self._stop("file_limit")
                break
        if self.limit_hit is not None and not self._over.wait(_STUCK_S):
            self._abandon()

    def _files_fit(self) -> bool:
        self.file_bytes, self.file_count = measure(self._folder, self._limits)
        return self.file_bytes <= self._limits.file_bytes and self.file_count <= self._limits.file_count

    def _keep(self, kind: bytes, data: bytes) -> None:
        """Pass on what there is room for; the first byte too many ends the run."""
        self.written[kind] += len(data)
        room = self._room[kind]
        self._room[kind] = max(0, room - len(data))
        if room:
            self._emit(kind, data[:room])
        if len(data) > room:
            self._stop("output_limit")

    def _stop(self, reason: str) -> None:
        self.limit_hit = self.limit_hit or reason
        self._interrupt()


def measure(folder: Path, limits: Limits) -> tuple[int, int]:
    """Count the bytes and entries below a folder, up to the first that is too many; sparse files count in full.

    What cannot be looked at counts as too much.
    """
    size = count = 0
    folders = [str(folder)]
    try:
        while folders and count <= limits.file_count and size <= limits.file_bytes:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    count += 1
                    size += entry.stat(follow_symlinks=False).st_size if entry.is_file(follow_symlinks=False) else 0
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    if count > limits.file_count or size > limits.file_bytes:
                        break
    except FileNotFoundError:
        pass  # changed while it was read: the next look will see
    except OSError:
        return limits.file_bytes + 1, count
    return size, count
