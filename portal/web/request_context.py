"""The request object: Flask's, with a request id, the trace context, the start time and a normalised address."""

import functools
import random
import re
import time
from typing import Any, cast

import flask
from flask.globals import request_ctx

from portal.web.networks import normalized

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_VALID_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# As nginx writes it: seconds since 1970.
_REQUEST_START = re.compile(r"t=([0-9]{1,12}(?:\.[0-9]{1,9})?)")
# How far the clock of the proxy may be ahead before what it says is ignored.
_CLOCK_DIFFERENCE_S = 1.0
_MAX_QUEUE_S = 600.0
# W3C trace context, version 00; trace and span must not be all zeros.
_TRACE_PARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class Request(flask.Request):
    """A request with an id, a trace and a start time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.started = time.perf_counter()
        self.remote_addr = normalized(self.remote_addr or "")
        if self.method not in METHODS:
            self.method = "OTHER"  # a label of metrics; the client could invent any number of methods

    @property
    def has_body(self) -> bool:
        """Whether the client says that it sends a body."""
        return self.environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in self.environ

    @functools.cached_property
    def request_id(self) -> str:
        """The client's `X-Request-ID` if it is valid, otherwise a new one."""
        given = self.environ.get("HTTP_X_REQUEST_ID", "")
        # It is not a secret, so the fast generator is good enough.
        return given if _VALID_ID.fullmatch(given) else f"{random.getrandbits(128):032x}"

    @functools.cached_property
    def trace_parent(self) -> str | None:
        """The `traceparent` header if it is valid; it is passed on unchanged."""
        given = self.environ.get("HTTP_TRACEPARENT", "")
        return given if _TRACE_PARENT.fullmatch(given) else None

    @property
    def trace_id(self) -> str | None:
        """The trace that the request belongs to: 32 hexadecimal digits, or None."""
        return self.trace_parent[3:35] if self.trace_parent else None

    @property
    def elapsed_s(self) -> float:
        """Seconds since the request reached the application."""
        return time.perf_counter() - self.started

    @property
    def queue_s(self) -> float | None:
        """Seconds that the request waited after the proxy sent it, at least 0; None when that is unknown.

        The proxy says in `X-Request-Start: t=SECONDS` when it sent the request: only behind a proxy that sets the
        header is it more than the client's word. What is malformed, in the future or older than ten minutes is ignored.
        """
        match = _REQUEST_START.fullmatch(self.headers.get("X-Request-Start", ""))
        if match is None:
            return None
        wait_s = time.time() - self.elapsed_s - float(match[1])
        return max(0.0, wait_s) if -_CLOCK_DIFFERENCE_S <= wait_s <= _MAX_QUEUE_S else None


def current_request() -> Request:
    """Return the request being handled itself, whose attributes are read faster than through `flask.request`."""
    return cast(Request, request_ctx.request)
