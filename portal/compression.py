"""Answers compressed by negotiation, and answers that are made, compressed and hashed once for many callers."""

import functools
import gzip
import hashlib
import json
import sys
from collections.abc import Callable
from typing import Any
from wsgiref.types import WSGIEnvironment

import brotli
from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# In the order of our liking: zstd costs a third of the time of br for a twentieth more bytes.
_CODERS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda data: zstd.compress(data, level=6),
    "br": lambda data: brotli.compress(data, quality=5),
    "gzip": lambda data: gzip.compress(data, compresslevel=6, mtime=0),
}
# Below this, the time costs more than the bytes.
_MIN_BYTES = 1024
_TEXTS = {"application/json", "text/plain", "text/html", "text/css", "text/javascript"}
# How long a guest's browser may show the catalogue without asking again.
_MAX_AGE_S = 60
_KEPT_ON_304 = frozenset(("ETag", "Cache-Control", "Vary"))
_VARY = "Authorization, Accept-Encoding"


class SharedAnswer:
    """A 200 that every guest gets: its bytes are made once, and once for each coding, each with a strong ETag."""

    def __init__(self, found: dict[str, Any], data: dict[str, Any], message: str) -> None:
        """Keep what was found, as it is inside, and the `data` that shows it."""
        self.found, self.data, self.message = found, data, message
        self._body = json.dumps({"success": True, "data": data, "message": message}, separators=(",", ":")).encode()
        self._made: dict[str | None, tuple[bytes, str, list[tuple[str, str]]]] = {}

    def respond(self) -> Response:
        """Answer the current request: 200, or 304 when the caller has these very bytes."""
        environ = request.environ
        coding = negotiated(len(self._body), environ)
        if coding not in self._made:
            self._made[coding] = self._make(coding)
        body, tag, headers = self._made[coding]
        if "HTTP_IF_NONE_MATCH" in environ and request.if_none_match.contains_weak(tag):
            return Response(status=304, headers=[header for header in headers if header[0] in _KEPT_ON_304])
        return Response(body, headers=headers)

    def _make(self, coding: str | None) -> tuple[bytes, str, list[tuple[str, str]]]:
        data, tag = coded(self._body, coding)
        headers = [("ETag", f'"{tag}"'), ("Cache-Control", f"public, max-age={_MAX_AGE_S}"), ("Vary", _VARY)]
        headers += [("Content-Type", "application/json")]
        headers += [] if coding is None else [("Content-Encoding", coding)]
        return data, tag, headers


def negotiated(length: int, environ: WSGIEnvironment) -> str | None:
    """Choose a coding for a body that a caller can read; None for plain bytes, as short ones always are."""
    return _negotiate(environ.get("HTTP_ACCEPT_ENCODING", "")) if length >= _MIN_BYTES else None


def coded(content: bytes, coding: str | None) -> tuple[bytes, str]:
    """Return the bytes to send in a coding that was negotiated, and the tag that names just these."""
    data = _encode(content, coding)
    return data, hashlib.sha256(data).hexdigest()[:24]


def init_app(app: Flask) -> None:
    """Compress what is worth it, if the caller can read it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if "ETag" in response.headers:  # it names bytes that are final
        return response
    length = response.content_length
    if length is None or length < _MIN_BYTES:
        return response
    if response.mimetype not in _TEXTS or _holds_tokens():
        return response
    response.vary.add("Accept-Encoding")
    coding = negotiated(length, request.environ)
    if coding is not None:
        response.set_data(_encode(response.get_data(), coding))
        response.headers["Content-Encoding"] = coding
    return response


def _encode(data: bytes, coding: str | None) -> bytes:
    return data if coding is None else _CODERS[coding](data)


def _holds_tokens() -> bool:
    """The length of a compressed answer tells of what is in it; nothing that holds a secret is compressed."""
    return request.blueprint == "auth"


@functools.lru_cache(maxsize=256)
def _negotiate(accept_encoding: str) -> str | None:
    """Choose the coding the caller likes best, by our order where it likes several as much; None for plain bytes."""
    best = parse_accept_header(accept_encoding, Accept).best_match([*_CODERS, "identity"])
    return best if best in _CODERS else None
