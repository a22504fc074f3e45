"""The connection of the client whose request is being handled, where the server shows it: gunicorn and werkzeug do."""

import select
import socket
import struct

from flask import Request


def find(request: Request) -> socket.socket | None:
    """Return the client's connection, or None where the server does not show it."""
    for name in ("gunicorn.socket", "werkzeug.socket"):
        if isinstance(connection := request.environ.get(name), socket.socket):
            return connection
    return None


def limit_sends(connection: socket.socket, seconds: int) -> None:
    """Let a write fail when the client has read nothing for that long."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", seconds, 0))


def is_open(request: Request) -> bool:
    """Whether the client waits for its response; True where that cannot be observed."""
    connection = find(request)
    return connection is None or not is_closed(connection)


def is_closed(connection: socket.socket) -> bool:
    """Whether the client has closed its side of the connection."""
    try:
        poll = select.poll()  # unlike select(), for descriptors of any number
        poll.register(connection, select.POLLIN)
        return bool(poll.poll(0)) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True
