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
from wsgiref.types import WSGIEnvironment

from flask import has_request_context, request

from portal import clock, context
from portal.config import Settings
from portal.log_writer import LogWriter

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
    handler = LogWriter(sys.stdout)
    handler.name = _HANDLER
    handler.setFormatter(formatter(config.log_format))
    root.addHandler(handler)
    # No line tells these, and to find them out for each costs more than to write it.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def formatter(log_format: str) -> logging.Formatter:
    """Return what writes records as `combined` or `json` lines."""
    return _JsonFormatter() if log_format == "json" else _LineFormatter()


def write_request(environ: WSGIEnvironment, status: int, headers: list[tuple[str, str]]) -> None:
    """Write the line of a request that is answered now: never a body, a token or a query string."""
    if not access_log.isEnabledFor(logging.INFO):
        return
    fields = {
        "requestId": context.request_id(environ),
        "address": environ.get("REMOTE_ADDR") or "-",
        "userId": context.user_id(environ),
        "method": environ["REQUEST_METHOD"][:_MAX_TEXT],
        "path": _path(environ)[:_MAX_TEXT],
        "route": context.route(environ),
        "status": status,
        "bytes": next((int(value) for name, value in headers if name == "Content-Length"), 0),
        "durationMs": round(context.elapsed_s(environ) * 1000, 1),
        "userAgent": environ.get("HTTP_USER_AGENT", "")[:_MAX_TEXT],
    }
    # Made by hand: `info` would walk the stack for the name of this function, for every request.
    record = logging.LogRecord(access_log.name, logging.INFO, "", 0, _Combined(fields, environ), None, None)
    record.fields = fields
    access_log.handle(record)


def _path(environ: WSGIEnvironment) -> str:
    path: str = environ["PATH_INFO"]
    return path if path.isascii() else path.encode("latin-1").decode(errors="replace")


class _Combined:
    """Apache's combined line, with duration, route, trace and request id behind it; laid out where it is wanted."""

    def __init__(self, fields: dict[str, Any], environ: WSGIEnvironment) -> None:
        self._fields, self._environ = fields, environ

    def __str__(self) -> str:
        its, trace = self._fields, context.trace_id(self._environ) or "-"
        line = f"{its['method']} {its['path']} {self._environ.get('SERVER_PROTOCOL', '-')}"
        return (
            f'{its["address"]} - {its["userId"] or "-"} [{_stamp(int(time.time()))}] "{_quoted(line)}" {its["status"]}'
            f' {its["bytes"]} "-" "{_quoted(its["userAgent"])}" {its["durationMs"]}ms {its["route"]} {trace}'
            f" {its['requestId']}"
        )


@functools.lru_cache(maxsize=1)
def _stamp(now_s: int) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now_s))


def _request_fields() -> dict[str, str]:
    """By what a record is found again, on this side and in the executor's log."""
    if not has_request_context():
        return {}
    environ = request.environ
    trace = context.trace_id(environ)
    return {"requestId": context.request_id(environ), **({"traceId": trace} if trace else {})}


def _pairs(fields: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in fields.items())


def _plain(text: str) -> str:
    """Escape what is no printable ASCII: no line break, no terminal escape, no direction mark stays one."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_PLAIN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def _quoted(text: str) -> str:
    """Make text safe to stand between quotes; a backslash is doubled, so that what is escaped can be told."""
    return _plain(text.replace("\\", "\\\\").replace('"', "\\x22"))
