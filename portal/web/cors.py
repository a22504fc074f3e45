"""Cross-origin access: exactly the origins that CORS_ORIGIN lists, and never with credentials."""

import re

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from portal.config import Settings
from portal.extensions import cors

_ANY = "*"
_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
_REQUEST_HEADERS = [
    "Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "X-Request-ID", "traceparent",
]  # fmt: skip
_EXPOSED_HEADERS = [
    "Allow", "Content-Disposition", "ETag", "Idempotency-Replayed", "Link", "Location", "RateLimit",
    "RateLimit-Policy", "Retry-After", "WWW-Authenticate", "X-Request-ID",
]  # fmt: skip
_PREFLIGHT_AGE_S = 7200


def init_app(app: Flask, settings: Settings) -> None:
    """Answer preflight requests and tell browsers which origins may read responses, errors included."""
    origins = settings.cors_origins
    app.before_request(_answer_preflight_of_unknown_path)
    if origins and _ANY not in origins:
        app.after_request(_vary_by_origin)
    cors.init_app(
        app,
        resources=[r"/.*"],
        # As patterns: the library takes an origin such as http://[::1]:3000 for a regular expression.
        origins=_ANY if _ANY in origins else [re.compile(re.escape(origin) + r"\Z") for origin in origins],
        methods=_METHODS,
        allow_headers=_REQUEST_HEADERS,
        expose_headers=_EXPOSED_HEADERS,
        max_age=_PREFLIGHT_AGE_S,
        send_wildcard=True,
        always_send=False,
        vary_header=False,
        intercept_exceptions=False,  # our error handlers return responses, which get the headers anyway
    )


def _answer_preflight_of_unknown_path() -> ResponseReturnValue | None:
    """Let the browser send the request, so that the page can read our 404."""
    is_preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    return ("", 204) if is_preflight and request.endpoint is None else None


def _vary_by_origin(response: Response) -> Response:
    """Responses differ by origin; caches must know it even from a response to a request without one."""
    response.vary.add("Origin")
    return response
