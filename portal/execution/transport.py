"""One HTTP exchange with the executor: bounded in time and in bytes, over pooled connections."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import ConnectionPool

from portal.errors import ExecutorBadResponse, ExecutorTimeout, ExecutorUnavailable

_MAX_BODY_BYTES = 2 * 2**20
_CHUNK_BYTES = 65_536
_CONNECT_TIMEOUT_S = 2.0
# How long after its deadline a body may end that nothing but the timeout of each read bounds.
_TOLERANCE_S = 1.0


class NotConnected(ExecutorUnavailable):
    """Code cannot be run at the moment; nothing was sent."""


@dataclass(frozen=True)
class Response:
    """A complete response; `body` holds at most 2 MiB."""

    status: int
    retry_after: str
    body: bytes


class OpenResponse:
    """A response whose body is still to be read, once, until the deadline.

    Reading raises ExecutorTimeout when the body is not complete in time, and ExecutorBadResponse when it is too long,
    was cut off or is not valid HTTP.
    """

    def __init__(self, response: requests.Response, deadline: float, timeout_s: float) -> None:
        self._response = response
        self._deadline = deadline
        self._timeout_s = timeout_s
        self.status = response.status_code

    def read(self) -> Response:
        """Return the complete response."""
        body = b"".join(self._chunks(_MAX_BODY_BYTES))
        declared = self._response.headers.get("Content-Length", "")
        if declared.isascii() and declared.isdigit() and len(body) != int(declared[:20]):
            raise ExecutorBadResponse from ValueError("the response was cut off")
        return Response(self.status, self._response.headers.get("Retry-After", ""), body)

    def lines(self) -> Iterator[bytes]:
        """Return the lines of the body as they arrive, each of at most 2 MiB and all together of at most 4 MiB."""
        incomplete = bytearray()
        for chunk in self._chunks(2 * _MAX_BODY_BYTES):
            incomplete += chunk
            if b"\n" in chunk:
                *complete, incomplete = incomplete.split(b"\n")
                yield from map(bytes, complete)
            if len(incomplete) > _MAX_BODY_BYTES:
                raise ExecutorBadResponse from ValueError("a line is too long")
        if incomplete:
            yield bytes(incomplete)

    def _chunks(self, max_bytes: int) -> Iterator[bytes]:
        """Read what arrives: one chunk per read of the socket, so the deadline is checked between all of them."""
        size = 0
        timer: threading.Timer | None = None
        try:
            while True:
                timer = timer or self._late_timer()
                chunk: bytes = self._response.raw.read1(_CHUNK_BYTES)
                if time.monotonic() > self._deadline:
                    raise ExecutorTimeout
                if not chunk:
                    return
                size += len(chunk)
                if size > max_bytes:
                    raise ExecutorBadResponse from ValueError("the response is too long")
                yield chunk
        except urllib3.exceptions.ReadTimeoutError as error:
            raise ExecutorTimeout from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise (ExecutorTimeout if time.monotonic() >= self._deadline else ExecutorBadResponse) from error
        finally:
            if timer is not None:
                timer.cancel()

    def _late_timer(self) -> threading.Timer | None:
        """Start a timer that ends a read at the deadline, unless the timeout of reads, set at first, ends it in time.

        That is so for responses that come at once; most do, and are spared a thread.
        """
        left_s = self._deadline - time.monotonic()
        if self._timeout_s <= left_s + _TOLERANCE_S:
            return None
        timer = threading.Timer(left_s, self._response.raw.shutdown)
        timer.daemon = True
        timer.start()
        return timer


class _OneHostAdapter(HTTPAdapter):
    """Looks up the connections to its host once instead of for each request."""

    _pool: ConnectionPool | None = None

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> ConnectionPool:
        """Return the connections, which requests asks for by this method."""
        if self._pool is None:
            self._pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        return self._pool


class Transport:
    """The connections of one process to one executor; none is opened before the first exchange."""

    def __init__(self, url: str, *, connections: int) -> None:
        # The adapter alone: what a session does for each request (cookies, redirects, the environment's proxies and
        # .netrc) is not wanted here, and costs as much as the exchange.
        self._adapter = _OneHostAdapter(pool_maxsize=connections)
        self._template = requests.Request("GET", url, headers={"Accept-Encoding": "identity"}).prepare()
        self._url = str(self._template.url).rstrip("/")

    @contextmanager
    def open(
        self,
        method: str,
        path: str,
        deadline: float,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Iterator[OpenResponse]:
        """Send a request once, follow no redirect, and give the response; its connection is used again if it was read.

        Args:
            deadline: when the response must be complete, a `time.monotonic` value.

        Raises:
            NotConnected: no connection could be made, so nothing was sent and nothing ran.
            ExecutorUnavailable: the connection ended before a response began.
            ExecutorTimeout: no response began in time.
            ExecutorBadResponse: the response is not valid HTTP.
        """
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise ExecutorTimeout
        try:
            timeout_s = min(_CONNECT_TIMEOUT_S, left_s), left_s
            response = self._adapter.send(self._request(method, path, body, headers), stream=True, timeout=timeout_s)
        except requests.ConnectTimeout as error:
            raise NotConnected from error
        except requests.Timeout as error:
            raise ExecutorTimeout from error
        except requests.ConnectionError as error:
            raise _connection_failure(error) from error
        except requests.RequestException as error:
            raise ExecutorBadResponse from error
        with response:
            yield OpenResponse(response, deadline, left_s)

    def _request(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str] | None
    ) -> requests.PreparedRequest:
        request = self._template.copy()
        request.method, request.url, request.body = method, self._url + path, body
        request.headers.update(headers or {})
        if body is not None:
            request.headers["Content-Length"] = str(len(body))
        return request

    def exchange(self, method: str, path: str, deadline: float) -> Response:
        """Send a request without a body and return the complete response; raises as `open` and `read` do."""
        with self.open(method, path, deadline) as response:
            return response.read()


def _connection_failure(error: requests.ConnectionError) -> ExecutorUnavailable | ExecutorBadResponse:
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return NotConnected()
    lost = isinstance(reason, urllib3.exceptions.ProtocolError) and isinstance(reason.args[-1], OSError)
    return ExecutorUnavailable() if lost else ExecutorBadResponse()
