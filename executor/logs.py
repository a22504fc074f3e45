"""The log on standard output, in the format that LOG_FORMAT selects. Untrusted text cannot break out of its line."""

import atexit
import json
import logging
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from types import TracebackType
from typing import Any, TextIO, TypeVar

from executor.settings import SettingsError

T = TypeVar("T")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_MAX_QUEUED = 10_000
_PAUSE_S = 0.02
_lines: SimpleQueue[logging.LogRecord] = SimpleQueue()


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {"time": _now(), "level": record.levelname.lower(), "logger": record.name, **_content(record)}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


class _LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        content = _content(record)
        message = content.pop("message", "")
        words = [message] if message else []
        text = " ".join(words + [f"{name}={value}" for name, value in content.items()])
        lines = [f"{_now()} {record.levelname} {record.name}: {text}"]
        if record.exc_info:
            lines += [f"    {line}" for line in self.formatException(record.exc_info).split("\n")]
        return "\n".join(line.encode("ascii", "backslashreplace").decode().translate(_ESCAPES) for line in lines)


class _StreamHandler(logging.StreamHandler[TextIO]):
    """Drops lines that cannot be written, to a pipe whose reader is gone, or to a full disk."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Drop the line; a traceback for each would go to standard error."""


class _BoundedQueueHandler(QueueHandler):
    """Hands formatted lines to the thread that writes them; when the stream blocks, they are dropped and runs go on."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Format the line here."""
        return logging.makeLogRecord({"msg": self.format(record)})

    def enqueue(self, record: logging.LogRecord) -> None:
        if _lines.qsize() < _MAX_QUEUED:
            _lines.put_nowait(record)


class _PacedListener(QueueListener):
    """Lets lines gather for a moment: to wake its thread for each of them costs more than to write it."""

    queue: SimpleQueue[logging.LogRecord]

    def dequeue(self, block: bool) -> logging.LogRecord:
        if self.queue.empty():
            time.sleep(_PAUSE_S)
        return super().dequeue(block)


# Control characters are escaped: no line break, no terminal escape sequence.
_ESCAPES = {number: f"\\x{number:02x}" for number in (*range(32), 127)}


# The portal's names; those of morgan's formats all mean one line per run.
_FORMATTERS: dict[str, type[logging.Formatter]] = {
    "json": _JsonFormatter,
    **dict.fromkeys(("", "combined", "common", "dev", "short", "tiny"), _LineFormatter),
}


def configure(env: Mapping[str, str]) -> None:
    """Queue the executor's log for standard output, following LOG_LEVEL and LOG_FORMAT; a second call changes these.

    Raises:
        SettingsError: one of them has an unknown value.
    """
    level = _choice(env, "LOG_LEVEL", {"": "INFO", "warn": "WARNING", **{name.lower(): name for name in _LEVELS}})
    handler = _BoundedQueueHandler(_lines)
    handler.setFormatter(formatter(env))
    root = logging.getLogger("executor")
    root.setLevel(level)
    logging.captureWarnings(True)
    for log in (root, logging.getLogger("py.warnings")):
        log.handlers = [*(other for other in log.handlers if not isinstance(other, _BoundedQueueHandler)), handler]


def start_writing() -> None:
    """Write what is queued, by a thread of this process: call it after a fork, which no thread survives."""
    listener = _PacedListener(_lines, _StreamHandler(sys.stdout))
    listener.start()
    atexit.register(listener.stop)


def formatter(env: Mapping[str, str]) -> logging.Formatter:
    """Return the formatter that LOG_FORMAT selects; raises SettingsError when it has an unknown value."""
    return _choice(env, "LOG_FORMAT", _FORMATTERS)()


def notice(message: str, env: Mapping[str, str]) -> str:
    """Return a reason not to start as a line of the log, also when LOG_FORMAT cannot be read."""
    is_json = env.get("LOG_FORMAT", "").strip().lower() == "json"
    chosen = _JsonFormatter() if is_json else logging.Formatter()
    return chosen.format(logging.LogRecord("executor", logging.ERROR, "", 0, message, None, None))


def report_uncaught(env: Mapping[str, str]) -> None:
    """In a worker: log exceptions that nothing catches on standard error, in the service's format."""
    log = logging.getLogger("executor.worker")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(env))
    log.addHandler(handler)

    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        log.critical("the worker failed", exc_info=(kind, error or kind(), trace))

    sys.excepthook = report
    threading.excepthook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)


def _choice(env: Mapping[str, str], name: str, choices: dict[str, T]) -> T:
    text = env.get(name, "").strip().lower()
    if text not in choices:
        raise SettingsError(f"{name} must be one of {', '.join(filter(None, choices))}")
    return choices[text]


def _content(record: logging.LogRecord) -> dict[str, Any]:
    return dict(getattr(record, "fields", None) or {"message": record.getMessage()})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
