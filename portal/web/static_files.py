"""Pages and their files for browsers, each with an ETag, under a policy that forbids scripts of other origins."""

import functools
from pathlib import Path

from flask import Response

from portal.errors import NotFound

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
        return cached_response(_read(path), _TYPES[path.suffix], cache=_KEEP_A_YEAR if "/" in name else _REVALIDATE)

    def respond_page(self, html: bytes) -> Response:
        """Return a page that may load files of this folder: 200 or 304."""
        response = cached_response(html, "text/html")
        response.headers["Content-Security-Policy"] = self.policy
        return response


def cached_response(content: bytes, media_type: str, *, cache: str = _REVALIDATE) -> Response:
    """Return content that is the same for everybody, with an ETag; `compression` turns it into a 304 if possible."""
    response = Response(content, mimetype=media_type, headers={"Cache-Control": cache})
    response.add_etag()
    return response


@functools.cache
def _read(path: Path) -> bytes:
    return path.read_bytes()
