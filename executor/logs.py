"""The log on standard output, in the form that LOG_FORMAT names; what a stranger sent stays on its own line."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {"time": _now(), "level": record.levelname.lower(), "logger": record.name, **_content(record)}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


class _LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        content = _content(record)
        text = content.pop("message", "") or " ".join(f"{name}={value}" for name, value in content.items())
        lines = [f"{_now()} {record.levelname} {record.name}: {text}"]
        if record.exc_info:
            lines += [f"    {line}" for line in self.formatException(record.exc_info).split("\n")]
        return "\n".join(line.encode("ascii", "backslashreplace").decode().translate(_ESCAPES) for line in lines)


# Control characters, escaped so that no line break and no terminal escape gets through.
_ESCAPES = {number: f"\\x{number:02x}" for number in (*range(32), 127)}


def configure(env: Mapping[str, str]) -> None:
    """Send the executor's log to standard output, as LOG_LEVEL and LOG_FORMAT have it."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonFormatter() if env.get("LOG_FORMAT", "").lower() == "json" else _LineFormatter())
    root = logging.getLogger("executor")
    root.addHandler(handler)
    level = logging.getLevelName(env.get("LOG_LEVEL", "").upper())
    root.setLevel(level if isinstance(level, int) else logging.INFO)


def _content(record: logging.LogRecord) -> dict[str, Any]:
    return dict(getattr(record, "fields", None) or {"message": record.getMessage()})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
