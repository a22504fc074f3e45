"""Headers on every response: those that Helmet 8 sends by default, as strict as an API allows, and the request id."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from portal.web.request_context import current_request

# A view may set these itself.
_DEFAULTS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
_FIXED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Download-Options": "noopen",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-XSS-Protection": "0",
}


def init_app(app: Flask) -> None:
    """Add the headers to every response of an app."""
    app.wsgi_app = _with_headers(app.wsgi_app)  # type: ignore[method-assign,assignment]


def _with_headers(application: WSGIApplication) -> WSGIApplication:
    """Add the headers behind Flask, which would check and copy each of them for every response."""
    fixed = list(_FIXED.items())

    def wrapper(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            given = {name for name, _ in headers}
            own = [default for default in _DEFAULTS.items() if default[0] not in given]
            own.append(("X-Request-ID", current_request().request_id))
            return start_response(status, headers + own + fixed, *exc_info)

        return application(environ, start)

    return wrapper
