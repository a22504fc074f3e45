"""Pages and their files for browsers, each with an ETag, under a policy that forbids scripts of other origins."""

import functools
import sys
from pathlib import Path

from flask import Response, request

from portal.errors import NotFound
from portal.web.compression import keep_compressed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_STATIC = Path(__file__).resolve().parent.parent / "static"
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
# Browsers ask each time; a proxy may answer them for ten seconds.
_REVALIDATE = "public, max-age=0, s-maxage=10"
# Takes 0.1 s for the editor, once per process. What changes with the request is compressed by `compression`, faster.
_ZSTD_LEVEL = 17
_KEEP_A_YEAR = "public, max-age=31536000, immutable"


class StaticFolder:
    """The files of one folder under `static/` that browsers may load; it is listed once, when it is made."""

    def __init__(self, name: str, *, img_src: str = "'self'") -> None:
        """Let its pages load and connect to nothing but this service, and load images from `img_src`."""
        folder = _STATIC / name
        self._files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in _TYPES}
        self.policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {img_src}; connect-src 'self';"
            " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )

    def respond(self, name: str) -> Response:
        """Return a file: 200 or 304. Files in a subfolder, whose name holds a version, may be cached for a year.

        Raises:
            NotFound: there is no such file.
        """
        path = self._files.get(name)
        if path is None:
            raise NotFound
        if path.suffix == ".html":
            return self.respond_page(_read(path))
        is_compressed = request.accept_encodings.best_match(("zstd", "br", "gzip", "identity")) == "zstd"
        content = _compress(path) if is_compressed else _read(path)
        response = cached_response(content, _TYPES[path.suffix], cache=_KEEP_A_YEAR if "/" in name else _REVALIDATE)
        if is_compressed:
            response.content_encoding = "zstd"
        return response

    def respond_page(self, html: bytes) -> Response:
        """Return a page that may load files of this folder: 200 or 304."""
        response = cached_response(html, "text/html")
        response.headers["Content-Security-Policy"] = self.policy
        return response


def cached_response(content: bytes, media_type: str, *, cache: str = _REVALIDATE) -> Response:
    """Return content that is the same for everybody, with an ETag; `compression` turns it into a 304 if possible."""
    response = Response(content, mimetype=media_type, headers={"Cache-Control": cache})
    response.add_etag()
    return keep_compressed(response)


@functools.cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


@functools.cache
def _compress(path: Path) -> bytes:
    return zstd.compress(_read(path), _ZSTD_LEVEL)
