"""The format of log lines: Apache's combined format for requests, or JSON; imports nothing that measures.

Client input is made harmless here, in one place: a record is one line of printable ASCII, with the traceback, if any,
indented below it; as JSON it is one object per line.
"""

import json
import logging
import os
import re
import time
from typing import Any

from flask import has_request_context

from portal import clock
from portal.web.request_context import current_request

ACCESS_LOG = "portal.access"
_NOT_PLAIN = re.compile(r"[^\x20-\x7e]")


def formatter(log_format: str) -> logging.Formatter:
    """Return the formatter for `combined` or `json`."""
    return _JsonFormatter() if log_format == "json" else _LineFormatter()


def formatter_of_environment() -> logging.Formatter:
    """Return the formatter that LOG_FORMAT asks for, also when the settings cannot be read."""
    return formatter(os.environ.get("LOG_FORMAT", "").strip().lower())


def notice(message: str, *, level: int = logging.INFO) -> str:
    """Return a message to the operator as it is, or as a line of JSON if LOG_FORMAT asks for it."""
    chosen = formatter_of_environment()
    if not isinstance(chosen, _JsonFormatter):
        return message
    return chosen.format(logging.LogRecord("portal", level, "", 0, message, None, None))


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {"time": clock.now_text(), "level": record.levelname.lower(), "logger": record.name}
        entry |= getattr(record, "fields", None) or {"message": record.getMessage()}
        entry |= _request_fields()
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


class _LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", None)
        if record.name == ACCESS_LOG and fields:
            return _combined(fields)
        text = _pairs(fields) if fields else record.getMessage()
        line = f"{clock.now_text()} {record.levelname} {record.name}: {_plain(text)} {_pairs(_request_fields())}"
        below = self.formatException(record.exc_info).split("\n") if record.exc_info else []
        return "\n".join([line.rstrip(), *(f"    {_plain(part)}" for part in below)])


def _combined(fields: dict[str, Any]) -> str:
    """Return Apache's combined line, followed by duration, route, trace and request id."""
    line = f"{fields['method']} {fields['path']} {fields['protocol']}"
    stamp = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())
    return (
        f'{fields["address"]} - {fields["userId"] or "-"} [{stamp}] "{_quoted(line)}" {fields["status"]}'
        f' {fields["bytes"]} "-" "{_quoted(fields["userAgent"])}" {fields["durationMs"]}ms {fields["route"]}'
        f" {fields['traceId'] or '-'} {fields['requestId']}"
    )


def _request_fields() -> dict[str, str]:
    """Return the ids that link a record to its request, here and in the executor's log."""
    if not has_request_context():
        return {}
    request = current_request()
    trace = request.trace_id
    return {"requestId": request.request_id, **({"traceId": trace} if trace else {})}


def _pairs(fields: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in fields.items())


def _plain(text: str) -> str:
    """Escape everything but printable ASCII: line breaks, terminal escapes, direction marks."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_PLAIN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def _quoted(text: str) -> str:
    """Make text safe between quotes; backslashes are doubled so that escapes stay recognisable."""
    return _plain(text.replace("\\", "\\\\").replace('"', "\\x22"))
