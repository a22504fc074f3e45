"""Server-sent events that follow a run: `output` as it comes, and at last `result` or `error`, each an envelope."""

import functools
import itertools
import json
import logging
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

from flask import Response, request, stream_with_context
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from portal.errors import ExecutorTimeout, InternalError, PortalError
from portal.models import Output, RunResult
from portal.web import client_connection
from portal.web.envelope import failure_body

log = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"
EXAMPLE = """event: output
data: {"stream": "stdout", "text": "Hello, Ada\\n"}

: the program is still running

event: result
data: {"success": true, "data": {"status": "ok", "stdout": "Hello, Ada\\n", ...}, "message": "The program ran"}

"""
# For how long nothing is sent at most: to proxies it would look like a dead connection.
_HEARTBEAT_S = 0.9
_HEARTBEAT = ": the program is still running\n\n"
# A client that reads nothing for so long loses its stream, which holds a thread.
_SEND_TIMEOUT_S = 5
_HEADERS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store, no-transform"}

Run = Generator[Output | RunResult | None]
Json = dict[str, Any]


def is_wanted() -> bool:
    """Whether the client prefers events to a JSON response."""
    return _prefers_events(request.headers.get("Accept", ""))


@functools.lru_cache(64)
def _prefers_events(accept: str) -> bool:
    return parse_accept_header(accept, MIMEAccept).best_match(("application/json", MEDIA_TYPE)) == MEDIA_TYPE


def respond(run: Run, result_body: Callable[[RunResult], Json], *, max_s: float) -> Response:
    """Return a response that follows a run until its result, or for `max_s` seconds; a client that leaves ends the run.

    An error before the run gives its first event is raised; a later one is an event.
    """
    deadline = time.monotonic() + max_s
    first = next(run)
    connection = client_connection.find(request)
    if connection is not None:
        client_connection.limit_sends(connection, _SEND_TIMEOUT_S)

    def messages() -> Iterator[str]:
        sent_at = time.monotonic()
        for event in itertools.chain((first,), run):
            if time.monotonic() > deadline:
                raise ExecutorTimeout
            if connection is not None and client_connection.is_closed(connection):
                return
            if event is not None:
                yield _message(event, result_body)
            elif time.monotonic() - sent_at > _HEARTBEAT_S:
                yield _HEARTBEAT
            else:
                continue
            sent_at = time.monotonic()

    response = Response(stream_with_context(_with_errors(messages())), 200, _HEADERS, mimetype=MEDIA_TYPE)
    response.call_on_close(run.close)
    return response


def _message(event: Output | RunResult, result_body: Callable[[RunResult], Json]) -> str:
    if isinstance(event, Output):
        return _format("output", {"stream": event.stream, "text": event.text})
    return _format("result", result_body(event))


def _with_errors(messages: Iterator[str]) -> Iterator[str]:
    """End the messages with an event for the error that they raise; the status has been sent before."""
    try:
        yield from messages
    except PortalError as error:
        log.warning("%s in a stream: %s", error.code, error.reason)
        yield _format("error", failure_body(error))
    except Exception as error:
        log.error("unexpected error in a stream", exc_info=error)
        yield _format("error", failure_body(InternalError()))


def _format(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
