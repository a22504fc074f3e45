"""The log on standard output: one line per request, and warnings and errors, those of Python included."""

import atexit
import logging
import sys
import time
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from typing import TextIO

import click
from flask import Flask, Response, g

from portal.config import Settings
from portal.observability import metrics
from portal.observability.log_format import ACCESS_LOG, formatter
from portal.observability.metrics_exporter import route
from portal.web.request_context import current_request

access_log = logging.getLogger(ACCESS_LOG)
_HANDLER = "portal"
_MAX_TEXT = 512
_MAX_QUEUED = 10_000
_PAUSE_S = 0.02
_OF_A_REQUEST = {"name": ACCESS_LOG, "levelno": logging.INFO, "levelname": "INFO", "msg": "request"}


class _BoundedQueueHandler(QueueHandler):
    """Hands formatted lines to a thread that writes them; when the stream blocks, lines are dropped and counted."""

    queue: SimpleQueue[logging.LogRecord]

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Format the line here, as the request is only known in this thread."""
        return logging.makeLogRecord({"msg": self.format(record)})

    def enqueue(self, record: logging.LogRecord) -> None:
        if self.queue.qsize() < _MAX_QUEUED:
            self.queue.put_nowait(record)
        else:
            metrics.count_dropped_log_line()


class _StreamHandler(logging.StreamHandler[TextIO]):
    """Counts lines that cannot be written, to a pipe whose reader is gone, or to a full disk."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Count the line; a traceback for each would go to standard error."""
        metrics.count_dropped_log_line()


class _PacedListener(QueueListener):
    """Lets lines gather for a moment: to wake its thread for each of them costs more than to write it."""

    queue: SimpleQueue[logging.LogRecord]

    def dequeue(self, block: bool) -> logging.LogRecord:
        if self.queue.empty():
            time.sleep(_PAUSE_S)
        return super().dequeue(block)


def configure(config: Settings) -> None:
    """Send the log of the portal and its libraries to standard output; a second call changes nothing but the level.

    In a command of the `flask` CLI it goes to standard error: standard output is for the command's own answer.
    """
    root = logging.getLogger()
    logging.getLogger("portal").setLevel(config.log_level.upper())
    if any(handler.name == _HANDLER for handler in root.handlers):
        return
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    handler = _BoundedQueueHandler(queue)
    handler.name = _HANDLER
    handler.setFormatter(formatter(config.log_format))
    stream = sys.stderr if click.get_current_context(silent=True) else sys.stdout
    listener = _PacedListener(queue, _StreamHandler(stream))
    listener.start()
    atexit.register(listener.stop)
    root.addHandler(handler)
    logging.captureWarnings(True)
    # No format shows these, so that no record needs to look them up.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def init_app(app: Flask) -> None:
    """Log every request of an app."""
    app.after_request(_log_request)


def _log_request(response: Response) -> Response:
    """Write the line of a request, once its response is complete: never a body, a token or a query string."""
    if not access_log.isEnabledFor(logging.INFO):
        return response
    request = current_request()
    started = request.started
    fields = {
        "requestId": request.request_id,
        "address": request.remote_addr or "-",
        "userId": g.get("user_id"),
        "method": request.environ["REQUEST_METHOD"][:_MAX_TEXT],
        "path": request.path[:_MAX_TEXT],
        "route": route(request),
        "status": response.status_code,
        "bytes": response.content_length or 0,
        "durationMs": 0.0,
        "userAgent": request.headers.get("User-Agent", "")[:_MAX_TEXT],
        "protocol": request.environ.get("SERVER_PROTOCOL", "-"),
        "traceId": request.trace_id,
    }

    def write() -> None:
        fields["durationMs"] = round((time.perf_counter() - started) * 1000, 1)
        # `access_log.info` would look for the line of code that calls it.
        access_log.handle(logging.makeLogRecord({**_OF_A_REQUEST, "fields": fields}))

    if response.is_streamed:
        response.call_on_close(write)
    else:
        write()
    return response
