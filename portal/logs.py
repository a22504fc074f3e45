"""The log on standard output: one line per request, in Apache's combined form or as JSON, and what went wrong.

Whatever a stranger sent is made harmless here, in one place: a record is one line of printable ASCII, whose
traceback, if it has one, stands indented below it; as JSON it is one object a line.
"""

import functools
import json
import logging
import re
import sys
import time
from typing import Any

from flask import Flask, Response, has_request_context, request

from portal import clock, http, metrics
from portal.config import Settings

access_log = logging.getLogger("portal.access")
_HANDLER = "portal"
_MAX_TEXT = 512
_NOT_PLAIN = re.compile(r"[^\x20-\x7e]")


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
        if record.name == access_log.name:
            return _plain(record.getMessage())
        fields = getattr(record, "fields", None)
        text = _pairs(fields) if fields else record.getMessage()
        line = f"{clock.now_text()} {record.levelname} {record.name}: {_plain(text)} {_pairs(_request_fields())}"
        below = self.formatException(record.exc_info).split("\n") if record.exc_info else []
        return "\n".join([line.rstrip(), *(f"    {_plain(part)}" for part in below)])


def configure(config: Settings) -> None:
    """Send the portal's log to standard output; done once, however many apps a process makes."""
    root = logging.getLogger("portal")
    root.setLevel(config.log_level.upper())
    if any(handler.name == _HANDLER for handler in root.handlers):
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.name = _HANDLER
    handler.setFormatter(formatter(config.log_format))
    root.addHandler(handler)


def formatter(log_format: str) -> logging.Formatter:
    """Return what writes records as `combined` or `json` lines."""
    return _JsonFormatter() if log_format == "json" else _LineFormatter()


def init_app(app: Flask) -> None:
    """Write one line per request: never a body, a token or a query string."""
    app.after_request(_write)


def _write(response: Response) -> Response:
    if not access_log.isEnabledFor(logging.INFO):
        return response
    environ = request.environ
    fields = {
        "requestId": http.request_id(),
        "address": environ.get("REMOTE_ADDR") or "-",
        "userId": http.user_id(),
        "method": environ["REQUEST_METHOD"][:_MAX_TEXT],
        "path": request.path[:_MAX_TEXT],
        "route": metrics.route(),
        "status": response.status_code,
        "bytes": response.content_length or 0,
        "durationMs": round(http.elapsed_s() * 1000, 1),
        "userAgent": environ.get("HTTP_USER_AGENT", "")[:_MAX_TEXT],
    }
    # Made by hand: `info` would walk the stack for the name of this function, for every request.
    record = logging.LogRecord(access_log.name, logging.INFO, "", 0, _combined(fields), None, None)
    record.fields = fields
    access_log.handle(record)
    return response


def _combined(fields: dict[str, Any]) -> str:
    """Lay out Apache's combined line, with duration, route, trace and request id behind it."""
    when = _stamp(int(time.time()))
    line = f"{fields['method']} {fields['path']} {request.environ.get('SERVER_PROTOCOL', '-')}"
    return (
        f'{fields["address"]} - {fields["userId"] or "-"} [{when}] "{_quoted(line)}" {fields["status"]}'
        f' {fields["bytes"]} "-" "{_quoted(fields["userAgent"])}" {fields["durationMs"]}ms {fields["route"]}'
        f" {http.trace_id() or '-'} {fields['requestId']}"
    )


@functools.lru_cache(maxsize=1)
def _stamp(now_s: int) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now_s))


def _request_fields() -> dict[str, str]:
    """By what a record is found again, on this side and in the executor's log."""
    if not has_request_context():
        return {}
    trace = http.trace_id()
    return {"requestId": http.request_id(), **({"traceId": trace} if trace else {})}


def _pairs(fields: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in fields.items())


def _plain(text: str) -> str:
    """Escape what is no printable ASCII: no line break, no terminal escape, no direction mark stays one."""
    return _NOT_PLAIN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def _quoted(text: str) -> str:
    """Make text safe to stand between quotes; a backslash is doubled, so that what is escaped can be told."""
    return _plain(text.replace("\\", "\\\\").replace('"', "\\x22"))
