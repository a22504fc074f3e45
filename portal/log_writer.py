"""How the log gets to its stream without holding up a request."""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

# How long lines may gather before they are written.
_PAUSE_S = 0.01
# What a pipe takes at once, whoever else writes to it.
_PIECE_BYTES = 4096
# So many lines may wait for a stream that takes none; whoever adds one more waits with them.
_MOST = 10_000


class LogWriter(logging.Handler):
    """Writes the lines of some milliseconds at once, from a thread of its own that starts with the first of them.

    A write for each request would hand Python's lock to another thread each time, and cost more than the request.
    A record above INFO is on the stream, after all those before it, when the call that logs it returns.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.stream = stream
        self._lines: deque[str] = deque()
        self._are_due = threading.Event()
        self._writing = threading.RLock()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        os.register_at_fork(after_in_child=self._begin_anew)

    def handle(self, record: logging.LogRecord) -> bool:
        """Take a record that passes the filters; without the handler's lock, so that one who waits is alone in it."""
        kept = self.filter(record)
        if kept:
            self.emit(kept if isinstance(kept, logging.LogRecord) else record)
        return bool(kept)

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record; it is written soon, or now when it is grave."""
        try:
            self._lines.append(f"{self.format(record)}\n")
        except Exception:
            self.handleError(record)
        if record.levelno > logging.INFO or len(self._lines) > _MOST or not self._is_writing():
            self.flush()
        elif not self._are_due.is_set():
            self._are_due.set()

    def flush(self) -> None:
        """Write what waits, in pieces that no other process can come between; a stream that is gone loses it."""
        with self._writing:
            lines = [self._lines.popleft() for _ in range(len(self._lines))]
            for piece in _pieces(lines):
                with suppress(OSError, ValueError, RuntimeError):
                    self.stream.write(piece)
                    self.stream.flush()

    def _is_writing(self) -> bool:
        """Whether there is a thread that writes; start it when not, which fails when the system has none to give."""
        if self._thread is None:
            with self._starting, suppress(RuntimeError):
                if self._thread is None:
                    thread = threading.Thread(target=self._write_on, name="log", daemon=True)
                    thread.start()
                    self._thread = thread
        return self._thread is not None

    def _write_on(self) -> None:
        while True:
            self._are_due.wait()
            time.sleep(_PAUSE_S)
            self._are_due.clear()
            self.flush()

    def _begin_anew(self) -> None:
        """After a fork: what waited is the parent's to write, and its thread did not come along."""
        self._lines.clear()
        self._are_due = threading.Event()
        self._writing = threading.RLock()
        self._starting = threading.Lock()
        self._thread = None


def _pieces(lines: list[str]) -> Iterator[str]:
    """Join lines as long as they fit into a piece; they are ASCII, a character a byte."""
    piece = ""
    for line in lines:
        if piece and len(piece) + len(line) > _PIECE_BYTES:
            yield piece
            piece = ""
        piece += line
    if piece:
        yield piece
