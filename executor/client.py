"""Who asks, and whether they are still there."""

import select
import socket
from collections.abc import Callable

from flask import Request

from executor.turns import NOBODY

_MAX_CALLER = 64


def caller_of(request: Request) -> str:
    """Return the `X-Caller` header: an opaque name of the person a run is for; the empty one when there is none."""
    name = request.headers.get("X-Caller", NOBODY)
    return name if len(name) <= _MAX_CALLER else NOBODY


def watch_client(request: Request) -> Callable[[], bool]:
    """Return a function that tells whether the client has closed its connection; never, where that cannot be seen."""
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
