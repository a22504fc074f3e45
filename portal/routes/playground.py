"""The page for people at `/`: static files that speak to the public API like any other client."""

import functools
import gzip
from pathlib import Path

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.errors import NotFound
from portal.identity import public

bp = Blueprint("playground", __name__)

_FOLDER = Path(__file__).resolve().parent.parent / "static" / "playground"
_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES = {path.relative_to(_FOLDER).as_posix(): path for path in _FOLDER.rglob("*") if path.suffix in _TYPES}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@bp.get("/")
@public
def page() -> ResponseReturnValue:
    """The page, under a policy that lets it load and reach nothing but this service."""
    response = _file("index.html")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@bp.get("/playground/<path:name>")
@public
def asset(name: str) -> ResponseReturnValue:
    """A file of the page: 200, 304, 404."""
    return _file(name)


def _file(name: str) -> Response:
    """Answer with a file; browsers keep one whose folder bears a version, and ask for the others anew."""
    path = _FILES.get(name)
    if path is None:
        raise NotFound
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(_read(path, packed=packed), mimetype=_TYPES[path.suffix])
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "max-age=31536000, immutable" if name.startswith("ace-") else "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@functools.cache
def _read(path: Path, *, packed: bool) -> bytes:
    data = path.read_bytes()
    return gzip.compress(data, mtime=0) if packed else data
