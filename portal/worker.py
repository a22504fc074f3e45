"""The worker that gunicorn runs: a thread is given to requests that have arrived whole, so a slow client holds none.

gunicorn's threaded worker gives each new connection a thread, which then waits without a limit until the request has
arrived; and it waits in its event loop for clients that do not hang up. Here the event loop does both for all at once.
"""

import json
import logging
import selectors
import socket
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn.http import errors as gunicorn_errors
from gunicorn.http import get_parser, wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal import arrival_errors, edge, errors
from portal.arrival import Arrival, HeadTooLong
from portal.http import MAX_BODY_BYTES

log = logging.getLogger(__name__)

_REQUEST_S = 10.0
_SEND_TIMEOUT_S = 20.0
_LINGER_S = 2.0
_LOOK_S = 0.25
_AFTER_YOU_S = 0.0002
_CHUNK_BYTES = 65_536


_USUAL = frozenset(
    ("Cache-Control", "Content-Encoding", "Content-Type", "ETag", "Link", "RateLimit", "RateLimit-Policy", "Vary")
)
_FIXED = "".join(f"{name}: {value}\r\n" for name, value in edge.FIXED)


class _Response(wsgi.Response):  # type: ignore[misc]
    """An answer that does not tell what serves it, and whose usual headers take less of gunicorn's scrutiny."""

    is_fixed = False

    def process_headers(self, headers: list[tuple[str, str]]) -> None:
        """Take headers: of fixed ones nothing is looked at, of usual ones the value, of all others everything."""
        self.is_fixed = headers[-len(edge.FIXED) :] == edge.FIXED
        others: list[tuple[str, str]] = []
        for header in headers[: -len(edge.FIXED)] if self.is_fixed else headers:
            is_fine = header[0] in _USUAL and wsgi.HEADER_VALUE_RE.fullmatch(header[1])
            (self.headers if is_fine else others).append(header)
        super().process_headers(others)

    def default_headers(self) -> list[str]:
        lines = [line for line in super().default_headers() if not line.startswith("Server:")]
        return [*lines, _FIXED] if self.is_fixed else lines


wsgi.Response = _Response


class Worker(ThreadWorker):  # type: ignore[misc]
    """Threads for requests; the event loop for waiting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Connections that the event loop waits for, each with the moment and the act that end the waiting.
        self._waiting: dict[TConn, tuple[float, Callable[[], None]]] = {}
        self._next_look = 0.0

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection; with others at hand, let a worker that has none go first.

        Both are woken for it. The one that is awake already would take all that come at once and leave the other idle.
        """
        if self.nr_conns and self.cfg.workers > 1:
            time.sleep(_AFTER_YOU_S)
        super().accept(listener)

    def enqueue_req(self, conn: TConn) -> None:
        """Collect a request; once it is whole, give it a thread."""
        if conn.parser is None:
            conn.parser = get_parser(self.cfg, (), conn.client)  # reads what it is given, never the socket
        arrival = Arrival(conn.parser.unreader.take_buffered(), max_body_bytes=MAX_BODY_BYTES)
        self._collect(conn, arrival, conn.sock, read=not arrival.data)

    def finish_request(self, conn: TConn, future: "Future[Any]") -> None:
        """Keep the connection for the next request, or end it without waiting for the client to hang up."""
        if not future.cancelled() and future.exception() is None and not future.result():
            self._linger(conn)
        else:
            super().finish_request(conn, future)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """Answer, within a time limit for clients that do not read."""
        conn.sock.settimeout(_SEND_TIMEOUT_S)
        try:
            return bool(super().handle_request(req, conn)) and not conn.is_cut
        except TimeoutError:
            return False

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Refuse what gunicorn cannot read, in the envelope."""
        error = _as_portal_error(exc)
        if error.status == 500:
            log.error("unexpected error outside of the application", exc_info=exc)
        _send(client, addr, error)

    def murder_pending(self) -> None:
        """End the waiting that has lasted too long; called in every turn of the event loop."""
        super().murder_pending()
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + _LOOK_S
            for deadline, give_up in list(self._waiting.values()):
                if now >= deadline:
                    give_up()

    def _cap_keepalive(self, deadline: float) -> None:
        """When the worker stops, accept nothing that has not arrived soon, and refuse new callers at once.

        Left open, the listening socket would let them connect and wait for nothing. The other workers keep theirs.
        """
        for listener in self.sockets:
            listener.close()
        super()._cap_keepalive(deadline)
        self._waiting = {conn: (min(until, deadline), act) for conn, (until, act) in self._waiting.items()}

    def _collect(self, conn: TConn, arrival: Arrival, _sock: Any, *, read: bool = True) -> None:
        try:
            if read and not self._read(conn, arrival):
                return self._close(conn)
            whole = arrival.is_whole()
            if not whole and arrival.awaits_consent():
                conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        except HeadTooLong:
            return self._refuse(conn, arrival_errors.HeadersTooLarge())
        except BlockingIOError:
            whole = False
        except OSError:
            return self._close(conn)
        if not whole:
            return self._wait(conn, partial(self._collect, conn, arrival), partial(self._give_up, conn, arrival))
        self._stop_waiting(conn)
        conn.parser.unreader.unread(bytes(arrival.data))
        conn.data_ready = True
        conn.is_cut = arrival.is_cut  # what was not collected would be taken for the next request
        super().enqueue_req(conn)
        return None

    def _read(self, conn: TConn, arrival: Arrival) -> bool:
        conn.sock.setblocking(False)
        data = conn.sock.recv(_CHUNK_BYTES)
        arrival.data += data
        return bool(data)

    def _give_up(self, conn: TConn, arrival: Arrival) -> None:
        if arrival.data:
            self._refuse(conn, arrival_errors.RequestTimeout())
        else:
            self._close(conn)

    def _refuse(self, conn: TConn, error: errors.PortalError) -> None:
        _send(conn.sock, conn.client, error)
        self._linger(conn)

    def _linger(self, conn: TConn) -> None:
        """Say that nothing more comes, then let the client read and hang up: closing at once may lose the answer."""
        self._stop_waiting(conn)
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            return self._close(conn)
        return self._wait(conn, partial(self._discard, conn), partial(self._close, conn), seconds=_LINGER_S)

    def _discard(self, conn: TConn, _sock: Any) -> None:
        try:
            if conn.sock.recv(_CHUNK_BYTES):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._close(conn)

    def _wait(
        self,
        conn: TConn,
        on_data: Callable[[Any], None],
        give_up: Callable[[], None],
        seconds: float = _REQUEST_S,
    ) -> None:
        if conn not in self._waiting:
            self._waiting[conn] = (time.monotonic() + seconds, give_up)
            self.poller.register(conn.sock, selectors.EVENT_READ, on_data)

    def _stop_waiting(self, conn: TConn) -> None:
        if self._waiting.pop(conn, None):
            self.poller.unregister(conn.sock)

    def _close(self, conn: TConn) -> None:
        self._stop_waiting(conn)
        self.nr_conns -= 1
        conn.close()


def _as_portal_error(exc: Exception) -> errors.PortalError:
    if isinstance(exc, gunicorn_errors.LimitRequestLine):
        return arrival_errors.UriTooLong()
    if isinstance(exc, gunicorn_errors.LimitRequestHeaders):
        return arrival_errors.HeadersTooLarge()
    ours = isinstance(exc, gunicorn_errors.InvalidResponseHeader | gunicorn_errors.InvalidResponseHeaderName)
    if isinstance(exc, gunicorn_errors.ParseException) and not ours:
        return errors.ValidationFailed("The request cannot be read.")
    return errors.InternalError()


def _send(sock: socket.socket, address: Any, error: errors.PortalError) -> None:
    """Send an error outside of the application, as far as the socket takes it at once, and tell the log."""
    request_id = uuid.uuid4().hex
    host = address[0] if isinstance(address, tuple) else "-"
    log.info(
        "refused what is no request: %s status=%d address=%s requestId=%s", error.code, error.status, host, request_id
    )
    body = json.dumps(error.envelope()).encode()
    head = (
        f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Request-ID: {request_id}\r\n{_FIXED}Connection: close\r\n\r\n"
    )
    try:
        sock.setblocking(False)
        sock.send(head.encode() + body)
    except OSError:
        log.debug("the client is gone")
