"""What the executor reads of a request besides its body: whose run it is, its ids for the log, its connection."""

import re
import select
import socket
from collections.abc import Callable

from flask import Request

from executor.fair_queue import Caller

_MAX_CALLER_CHARS = 64
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# W3C trace context, version 00; trace id and span id must not be all zeros.
_TRACE_PARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def caller_of(request: Request) -> Caller:
    """Return whose run it is: `X-Caller` names the person, `X-Caller-Network` their network; both are optional."""
    return Caller(_name(request, "X-Caller"), _name(request, "X-Caller-Network"))


def _name(request: Request, header: str) -> str:
    name = request.headers.get(header, "")
    return name if len(name) <= _MAX_CALLER_CHARS else ""


def log_ids(request: Request) -> dict[str, str]:
    """Return the request id and trace id for the log; `-` for one that is missing or malformed."""
    request_id = request.headers.get("X-Request-ID", "")
    trace = _TRACE_PARENT.fullmatch(request.headers.get("traceparent", ""))
    return {
        "requestId": request_id if _REQUEST_ID.fullmatch(request_id) else "-",
        "traceId": trace[1] if trace else "-",
    }


def disconnect_check(request: Request) -> Callable[[], bool]:
    """Return a function that tells whether the client has disconnected; always False where that cannot be observed."""
    connection = request.environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return lambda: False
    return lambda: _is_closed(connection)


def _is_closed(connection: socket.socket) -> bool:
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True
