"""Compression by Flask-Compress. Responses that contain tokens are never compressed: their length leaks content."""

import hashlib
import re

from flask import Flask, Request, Response, g

from portal.extensions import compress
from portal.web.request_context import current_request

# A coding that the client does not accept at all.
_REFUSAL = re.compile(r";\s*q=0(\.0*)?\s*(,|$)")
# What decides on a 304. Nothing has a date of change, and werkzeug raises an error for some dates that clients send.
_CONDITION = ("REQUEST_METHOD", "HTTP_IF_NONE_MATCH")
_MAX_KEPT = 512


class _Cache:
    """Keeps compressed forms by a digest of the content; when there are too many, it starts anew."""

    def __init__(self) -> None:
        self._compressed: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return the compressed bytes for a key of `_cache_key`."""
        return self._compressed.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keep the compressed bytes, unless the content has no key."""
        if key.endswith(";") or key in self._compressed:
            return
        if len(self._compressed) >= _MAX_KEPT:
            self._compressed.clear()
        self._compressed[key] = value


def init_app(app: Flask) -> None:
    """Compress what clients accept compressed and what is worth it."""
    app.config.update(
        COMPRESS_REGISTER=False,  # called below, to leave some responses out
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_LEVEL=5,
        COMPRESS_ZSTD_LEVEL=5,  # higher ones take longer for each response than the few bytes are worth
        COMPRESS_MIN_SIZE=1024,
        COMPRESS_STREAMS=False,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,  # done below, for responses that have an ETag
        COMPRESS_CACHE_BACKEND=_Cache,
        COMPRESS_CACHE_KEY=_cache_key,
    )
    compress.init_app(app)
    app.after_request(_compress)


def keep_compressed(response: Response) -> Response:
    """Compress this response once, however often it is sent: many requests get the same content."""
    g.kept_response = response
    return response


def _compress(response: Response) -> Response:
    """Compress, then answer 304 if the client has these bytes; each coding has an ETag of its own."""
    request = current_request()
    refuses_some = _REFUSAL.search(request.environ.get("HTTP_ACCEPT_ENCODING", ""))  # which Flask-Compress overlooks
    if request.blueprint != "auth" and not refuses_some:
        compress.after_request(response)
    else:
        response.vary.add("Accept-Encoding")
    # werkzeug would answer If-Match with a 412 that has the body of a success; it is for methods that change something.
    if "ETag" in response.headers and "HTTP_IF_MATCH" not in request.environ:
        response.make_conditional({name: request.environ.get(name) for name in _CONDITION})
    return response


def _cache_key(_request: Request) -> str:
    """Return a digest of the content, or nothing for what is compressed each time."""
    response: Response | None = g.get("kept_response")
    return "" if response is None else hashlib.sha256(response.get_data()).hexdigest()
