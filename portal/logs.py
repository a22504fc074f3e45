"""The log on standard output: one line per request, in Apache's combined form or as JSON, and what went wrong."""

import json
import logging
import sys
import time
from typing import Any

from flask import Flask, Response, g, request

from portal import clock
from portal.config import Settings
from portal.http import request_id

access_log = logging.getLogger("portal.access")
_HANDLER = "portal"


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {"time": clock.now_text(), "level": record.levelname.lower(), "logger": record.name}
        fields = getattr(record, "fields", None)
        entry |= fields if fields else {"message": record.getMessage()}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry)


def configure(config: Settings) -> None:
    """Send the portal's log to standard output; done once, however many apps a process makes."""
    root = logging.getLogger("portal")
    root.setLevel(config.log_level.upper())
    if any(handler.name == _HANDLER for handler in root.handlers):
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.name = _HANDLER
    handler.setFormatter(_JsonFormatter() if config.log_format == "json" else logging.Formatter("%(message)s"))
    root.addHandler(handler)


def init_app(app: Flask) -> None:
    """Write one line per request: never a body, a token or a query string."""
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.started = time.perf_counter()


def _write(response: Response) -> Response:
    fields = {
        "requestId": request_id(),
        "address": request.remote_addr or "-",
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "bytes": response.content_length or 0,
        "durationMs": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        "userAgent": request.user_agent.string,
    }
    access_log.info(_combined(fields), extra={"fields": fields})
    return response


def _combined(fields: dict[str, Any]) -> str:
    when = clock.now().strftime("%d/%b/%Y:%H:%M:%S +0000")
    line = f"{fields['method']} {fields['path']} {request.environ.get('SERVER_PROTOCOL', '-')}"
    return (
        f'{fields["address"]} - - [{when}] "{_plain(line)}" {fields["status"]} {fields["bytes"]} "-"'
        f' "{_plain(fields["userAgent"])}" {fields["durationMs"]}ms {fields["requestId"]}'
    )


def _plain(text: str) -> str:
    """Make a stranger's text safe to stand between quotes on one line."""
    return text.encode("unicode_escape").decode().replace('"', "\\x22")[:512]
