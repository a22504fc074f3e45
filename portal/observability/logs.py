"""The log on standard output: one line per request in Apache's combined format or as JSON, and warnings and errors.

Client input is made harmless here, in one place: a record is one line of printable ASCII, with the traceback, if any,
indented below it; as JSON it is one object per line.
"""

import atexit
import json
import logging
import re
import sys
import time
from logging.handlers import QueueHandler, QueueListener
from queue import Full, Queue
from typing import Any

from flask import Flask, Response, g, has_request_context

from portal import clock
from portal.config import Settings
from portal.observability import metrics
from portal.web.request_context import current_request

access_log = logging.getLogger("portal.access")
_HANDLER = "portal"
_MAX_TEXT = 512
_MAX_QUEUED = 10_000
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
        fields = getattr(record, "fields", None)
        if record.name == access_log.name and fields:
            return _combined(fields)
        text = _pairs(fields) if fields else record.getMessage()
        line = f"{clock.now_text()} {record.levelname} {record.name}: {_plain(text)} {_pairs(_request_fields())}"
        below = self.formatException(record.exc_info).split("\n") if record.exc_info else []
        return "\n".join([line.rstrip(), *(f"    {_plain(part)}" for part in below)])


class _BoundedQueueHandler(QueueHandler):
    """Hands formatted lines to a thread that writes them; when the stream blocks, lines are dropped and counted."""

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            self.queue.put_nowait(record)
        except Full:
            metrics.count_dropped_log_line()


def configure(config: Settings) -> None:
    """Send the log of the portal and its libraries to standard output; a second call changes nothing but the level."""
    root = logging.getLogger()
    logging.getLogger("portal").setLevel(config.log_level.upper())
    if any(handler.name == _HANDLER for handler in root.handlers):
        return
    queue: Queue[logging.LogRecord] = Queue(_MAX_QUEUED)
    handler = _BoundedQueueHandler(queue)
    handler.name = _HANDLER
    handler.setFormatter(formatter(config.log_format))  # here, as the request is only known in this thread
    listener = QueueListener(queue, logging.StreamHandler(sys.stdout))
    listener.start()
    atexit.register(listener.stop)
    root.addHandler(handler)


def formatter(log_format: str) -> logging.Formatter:
    """Return the formatter for `combined` or `json`."""
    return _JsonFormatter() if log_format == "json" else _LineFormatter()


def init_app(app: Flask) -> None:
    """Log every request of an app."""
    app.after_request(_log_request)


def _log_request(response: Response) -> Response:
    """Write the line of a request: never a body, a token or a query string."""
    request = current_request()
    fields = {
        "requestId": request.request_id,
        "address": request.remote_addr or "-",
        "userId": g.get("user_id"),
        "method": request.environ["REQUEST_METHOD"][:_MAX_TEXT],
        "path": request.path[:_MAX_TEXT],
        "route": metrics.route(request),
        "status": response.status_code,
        "bytes": response.content_length or 0,
        "durationMs": round(request.elapsed_s * 1000, 1),
        "userAgent": request.user_agent.string[:_MAX_TEXT],
        "protocol": request.environ.get("SERVER_PROTOCOL", "-"),
        "traceId": request.trace_id,
    }
    access_log.info("request", extra={"fields": fields})
    return response


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
