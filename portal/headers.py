"""Headers that every answer carries, whoever makes it: those that Helmet 8 sends by default, strict as JSON allows."""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

_CSP = "Content-Security-Policy"
_FIXED_BUT_POLICY = [
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
FIXED = [*_FIXED_BUT_POLICY, (_CSP, "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")]

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


def with_security_headers(application: Application) -> Application:
    """Add the headers around an application: constant work in one place, where no error handler can miss it.

    An answer with a Content-Security-Policy of its own, as a page has, keeps it.
    """

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            has_own = any(name == _CSP for name, _ in headers)
            return start_response(status, [*headers, *(_FIXED_BUT_POLICY if has_own else FIXED)], exc_info)

        return application(environ, start)

    return wrapped
