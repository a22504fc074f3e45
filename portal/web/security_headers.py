"""Headers on every response: those that Helmet 8 sends by default, as strict as an API allows, and the request id."""

from flask import Flask, Response

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
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    """Add the headers, keeping a caching or content policy that the view has set itself."""
    for name, value in _DEFAULTS.items():
        response.headers.setdefault(name, value)
    response.headers.extend(_FIXED)
    response.headers.add("X-Request-ID", current_request().request_id)
    return response
