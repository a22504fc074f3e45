"""One HTTP exchange with the executor: bounded in time and in bytes, over pooled connections."""

import time
from dataclasses import dataclass

import requests
import urllib3
from requests.adapters import HTTPAdapter

from portal.errors import ExecutorBadResponse, ExecutorTimeout, ExecutorUnavailable

_MAX_BODY_BYTES = 2 * 2**20
_CHUNK_BYTES = 65_536
_CONNECT_TIMEOUT_S = 2.0


class NotConnected(ExecutorUnavailable):
    """Code cannot be run at the moment; nothing was sent."""


@dataclass(frozen=True)
class Response:
    """A complete response; `body` holds at most 2 MiB."""

    status: int
    retry_after: str
    body: bytes


class Transport:
    """The connections of one process to one executor; none is opened before the first exchange."""

    def __init__(self, url: str, *, connections: int) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and no .netrc of the environment
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=connections))

    def exchange(
        self,
        method: str,
        path: str,
        deadline: float,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Send a request once, follow no redirect, and read the response until `deadline`, a `time.monotonic` value.

        Raises:
            NotConnected: no connection could be made, so nothing was sent and nothing ran.
            ExecutorUnavailable: the connection ended before a response began.
            ExecutorTimeout: the response was not complete in time.
            ExecutorBadResponse: the response is too long, was cut off or is not valid HTTP.
        """
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise ExecutorTimeout
        try:
            with self._session.request(
                method,
                self._url + path,
                data=body,
                headers={"Accept-Encoding": "identity", **(headers or {})},
                timeout=(min(_CONNECT_TIMEOUT_S, left_s), left_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read(response, deadline)
        except requests.ConnectTimeout as error:
            raise NotConnected from error
        except requests.Timeout as error:
            raise ExecutorTimeout from error
        except requests.ConnectionError as error:
            raise _connection_failure(error) from error
        except requests.RequestException as error:
            raise ExecutorBadResponse from error
        return Response(response.status_code, response.headers.get("Retry-After", ""), content)


def _read(response: requests.Response, deadline: float) -> bytes:
    """Read the body as it arrives: one chunk per read of the socket, so the deadline is checked between all of them."""
    content = bytearray()
    try:
        while chunk := response.raw.read1(_CHUNK_BYTES):
            content += chunk
            if len(content) > _MAX_BODY_BYTES:
                raise ExecutorBadResponse from ValueError("the response is too long")
            if time.monotonic() > deadline:
                raise ExecutorTimeout
    except urllib3.exceptions.ReadTimeoutError as error:
        raise ExecutorTimeout from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise ExecutorBadResponse from error
    declared = response.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdigit() and len(content) != int(declared[:20]):
        raise ExecutorBadResponse from ValueError("the response was cut off")
    return bytes(content)


def _connection_failure(error: requests.ConnectionError) -> ExecutorUnavailable | ExecutorBadResponse:
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return NotConnected()
    lost = isinstance(reason, urllib3.exceptions.ProtocolError) and isinstance(reason.args[-1], OSError)
    return ExecutorUnavailable() if lost else ExecutorBadResponse()
