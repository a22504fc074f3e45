"""Which pages of other origins may read answers: exactly those that CORS_ORIGIN lists, and never with credentials."""

import re

from flask import Flask, Response, request

from portal.config import settings
from portal.extensions import cors

_ANY = "*"
_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
_ALLOWED = ["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "X-Request-ID", "traceparent"]
_EXPOSED = [
    "ETag", "Idempotency-Replayed", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After",
    "WWW-Authenticate", "X-Request-ID",
]  # fmt: skip
_PREFLIGHT_AGE_S = 7200


def init_app(app: Flask) -> None:
    """Answer preflights and tell browsers who may read, errors included."""
    with app.app_context():
        origins = settings().cors_origins
    cors.init_app(
        app,
        resources=[r"/api/.*"],
        # As patterns of ours: the library takes an origin such as http://[::1]:3000 for a regular expression.
        origins=_ANY if _ANY in origins else [re.compile(re.escape(origin) + r"\Z") for origin in origins],
        methods=_METHODS,
        allow_headers=_ALLOWED,
        expose_headers=_EXPOSED,
        max_age=_PREFLIGHT_AGE_S,
        send_wildcard=True,
        always_send=False,
        vary_header=False,
        intercept_exceptions=False,
    )
    answer_origin = app.after_request_funcs[None].pop()

    def answer_if_asked(response: Response) -> Response:
        """Leave the library out where there is no origin to answer: it costs 13 us all the same."""
        return answer_origin(response) if "HTTP_ORIGIN" in request.environ else response  # type: ignore[return-value]

    app.after_request(answer_if_asked)
    if origins and _ANY not in origins:
        app.after_request(_vary)


def _vary(response: Response) -> Response:
    """Caches must know that answers differ by origin, also from an answer that was asked for without one."""
    others = response.headers.get("Vary")
    response.headers["Vary"] = f"{others}, Origin" if others else "Origin"
    return response
