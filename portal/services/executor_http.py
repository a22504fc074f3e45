"""One exchange with the executor over HTTP: a deadline for the whole of it, bounded bytes, pooled connections."""

import io
import socket
import time
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ProtocolError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from portal.executor_errors import ExecutorBadResponse, ExecutorTimeout, ExecutorUnavailable

_MAX_ANSWER_BYTES = 2 * 2**20
_CHUNK_BYTES = 65_536
_CONNECT_TIMEOUT_S = 2.0
# Well below the two seconds after which the executor closes an idle connection: a request is never sent into one that
# is being closed, where nobody could tell whether it was read.
_MAX_IDLE_S = 1.0


class NotConnected(ExecutorUnavailable):
    """Code cannot be run at the moment; nothing was sent."""


@dataclass(frozen=True)
class Answer:
    """What came back; `content` is complete and at most 2 MiB."""

    status: int
    retry_after: str
    content: bytes


class Transport:
    """The connections of one process to one executor; there is none before the first exchange, so it may be forked."""

    def __init__(self, url: str, *, connections: int) -> None:
        self._pool = urllib3.connection_from_url(url, maxsize=connections)
        self._pool.ConnectionCls = _SecureConnection if self._pool.scheme == "https" else _Connection
        self._prefix = urllib3.util.parse_url(url).path or ""

    def exchange(
        self,
        method: str,
        path: str,
        deadline: float,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request once, follow no redirect, and read the answer until `deadline`, a moment of `time.monotonic`.

        Raises:
            NotConnected: no connection could be made, so nothing was sent and nothing ran.
            ExecutorUnavailable: the connection ended before an answer began.
            ExecutorTimeout: the answer was not complete in time.
            ExecutorBadResponse: the answer is too long, was cut off or is no HTTP.
        """
        left = deadline - time.monotonic()
        if left <= 0:
            raise ExecutorTimeout
        # Connecting and the two steps of sending may take a third each; whatever they leave is for the answer.
        timeout = urllib3.Timeout(total=left, connect=min(_CONNECT_TIMEOUT_S, left / 3))
        try:
            response = self._pool.urlopen(
                method,
                self._prefix + path,
                body=body,
                headers=headers or {},
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except ConnectTimeoutError as error:
            raise NotConnected from error
        except HTTPError as error:
            raise _failure(error, began=False) from error
        return _read(response)


class _Connection(HTTPConnection):
    """A connection that does not trust in having lain idle, and reads each answer within one timeout."""

    _answered_at = 0.0

    @property
    def is_connected(self) -> bool:
        return super().is_connected and time.monotonic() - self._answered_at < _MAX_IDLE_S

    def getresponse(self) -> Any:
        response = super().getresponse()
        self._answered_at = time.monotonic()
        return response


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS."""


class _TimedResponse(HTTPResponse):
    """An answer that comes, headers and body, within the one timeout that http.client grants to each read of it."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock))


_Connection.response_class = _TimedResponse


class _TimedReader(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._socket = sock
        self._deadline = time.monotonic() + (sock.gettimeout() or 0.0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer was not complete in time")
        self._socket.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _read(response: BaseHTTPResponse) -> Answer:
    content = bytearray()
    try:
        for chunk in response.stream(_CHUNK_BYTES, decode_content=False):
            content += chunk
            if len(content) > _MAX_ANSWER_BYTES:
                response.close()  # the rest of it is never read, so the connection is of no more use
                raise ExecutorBadResponse from ValueError("the answer is too long")
    except HTTPError as error:
        raise _failure(error, began=True) from error
    response.release_conn()
    return Answer(response.status, response.headers.get("Retry-After", ""), bytes(content))


def _failure(error: HTTPError, *, began: bool) -> ExecutorUnavailable | ExecutorTimeout | ExecutorBadResponse:
    if isinstance(error, ReadTimeoutError):
        return ExecutorTimeout()
    lost = isinstance(error, ProtocolError) and isinstance(error.args[-1], OSError)
    return ExecutorUnavailable() if lost and not began else ExecutorBadResponse()
