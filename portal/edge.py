"""The outermost layer: every answer, whoever inside makes it, is dressed, measured and logged here, once.

Its headers are those that Helmet 8 sends by default, strict as JSON allows, the request's id and how the caller stands
with the rate limits. As handlers of Flask's all this took more than twice as long (docs/decisions/0013).
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from portal import context, logs, metrics, rate_limiting

log = logging.getLogger(__name__)

_CSP = "Content-Security-Policy"
_POLICY = (_CSP, "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
_SECURITY = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Origin-Agent-Cluster", "?1"),
    ("Referrer-Policy", "no-referrer"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-DNS-Prefetch-Control", "off"),
    ("X-Download-Options", "noopen"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
    ("X-XSS-Protection", "0"),
]
# What nearly every answer ends with.
FIXED = [_POLICY, *_SECURITY]

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


def around(application: Application) -> Application:
    """Dress, measure and log what an application answers."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        context.begin(environ)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            _account(environ, int(status[:3]), headers)
            return start_response(status, _dressed(environ, headers), exc_info)

        return application(environ, start)

    return wrapped


def _account(environ: WSGIEnvironment, status: int, headers: list[tuple[str, str]]) -> None:
    """Measure and log; an answer that is made is given whether that works or not."""
    try:
        metrics.observe_request(environ, status)
        logs.write_request(environ, status, headers)
    except Exception:
        log.exception("a request could not be measured or logged")


def _dressed(environ: WSGIEnvironment, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Add the headers; what the answer says of its own about keeping it, or of a policy as pages do, stays."""
    names = {name for name, _ in headers}
    if "Cache-Control" not in names:
        headers = [*headers, ("Cache-Control", "no-store")]
    told = rate_limiting.told(environ)
    return [*headers, ("X-Request-ID", context.request_id(environ)), *told, *(_SECURITY if _CSP in names else FIXED)]
