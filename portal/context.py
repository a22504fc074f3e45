"""What is known of a request beside what it asks for: its id, trace and route, its start, and who sends it.

Kept in the request's WSGI environment, where the layers around Flask find it as well as those inside.
"""

import random
import re
import time
from wsgiref.types import WSGIEnvironment

_ID = "portal.request_id"
_STARTED = "portal.started"
_USER = "portal.user_id"
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# W3C trace context, version 00; trace and span must not be all zeros.
_TRACE_PARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def begin(environ: WSGIEnvironment) -> None:
    """Note that a request has come."""
    environ[_STARTED] = time.perf_counter()


def elapsed_s(environ: WSGIEnvironment) -> float:
    """Return how long a request has taken so far, in seconds."""
    return time.perf_counter() - float(environ[_STARTED])


def request_id(environ: WSGIEnvironment) -> str:
    """Return the id of a request: the caller's when it is sane, else ours."""
    known: str | None = environ.get(_ID)
    if known is None:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        # No secret; asking the system for a random number would cost a turn of Python's lock.
        known = given if _SANE_ID.fullmatch(given) else f"{random.getrandbits(128):032x}"
        environ[_ID] = known
    return known


def trace_parent(environ: WSGIEnvironment) -> str | None:
    """Return the `traceparent` header of a request when it is valid; it is passed on as it came."""
    given: str = environ.get("HTTP_TRACEPARENT", "")
    return given if _TRACE_PARENT.fullmatch(given) else None


def trace_id(environ: WSGIEnvironment) -> str | None:
    """Return the trace that a request belongs to: 32 hexadecimal digits, or None."""
    given = trace_parent(environ)
    return given[3:35] if given else None


def route(environ: WSGIEnvironment) -> str:
    """Name the route of a request, once Flask has found it; all that match none have one name."""
    request = environ.get("werkzeug.request")
    return request.url_rule.rule if request and request.url_rule else "unmatched"


def note_user(environ: WSGIEnvironment, user_id: str | None) -> None:
    """Note who a request comes from."""
    environ[_USER] = user_id


def user_id(environ: WSGIEnvironment) -> str | None:
    """Return who a request comes from, None for a guest, or while nobody has asked."""
    found: str | None = environ.get(_USER)
    return found
