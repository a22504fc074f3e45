"""The API document and the pages made of it; what the pages need comes from this service alone."""

import hashlib
import json
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal import errors, openapi
from portal.answers import serves
from portal.identity import public

bp = Blueprint("docs", __name__, url_prefix="/api", template_folder="../templates")

_FOLDER = Path(__file__).resolve().parent.parent / "static" / "docs"
_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript"}
_FILES = {path.relative_to(_FOLDER).as_posix(): path for path in _FOLDER.rglob("*") if path.suffix in _TYPES}
# Swagger UI draws its icons from data: addresses; styles and scripts come from files alone.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@bp.get("/openapi.json")
@public
@serves("application/json", headers=("ETag",))
def get_openapi_document() -> ResponseReturnValue:
    """This document."""
    return _tagged(_document(), "application/json")


@bp.get("/docs")
@public
@serves("text/html", headers=("ETag",))
def get_docs_page() -> ResponseReturnValue:
    """A page to read this document and to try every call."""
    return _tagged(_FILES["index.html"].read_bytes(), "text/html")


@bp.get("/docs/errors")
@public
@serves("text/html", headers=("ETag",))
def get_errors_page() -> ResponseReturnValue:
    """A page of all errors, what each means and what to do about it."""
    return _tagged(render_template("errors.html", errors=errors.registry()).encode(), "text/html")


@bp.get("/docs/<path:name>")
@public
def get_docs_file(name: str) -> ResponseReturnValue:
    """A file of the pages: 200, 304, 404."""
    if name not in _FILES:
        raise errors.NotFound
    response = _tagged(_FILES[name].read_bytes(), _TYPES[_FILES[name].suffix])
    if "/" in name:  # in a folder that bears its version
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _tagged(content: bytes, media_type: str) -> Response:
    """Answer with content that is asked for anew each time, and sent only when it has changed."""
    response = Response(content, mimetype=media_type, headers={"Cache-Control": "no-cache"})
    if media_type == "text/html":
        response.headers["Content-Security-Policy"] = _POLICY
    response.set_etag(hashlib.sha256(content).hexdigest()[:16])
    response.make_conditional(request)
    return response


def _document() -> bytes:
    """Build the document once for each application."""
    built: bytes | None = current_app.extensions.get("openapi")
    if built is None:
        built = json.dumps(openapi.build(current_app)).encode()
        current_app.extensions["openapi"] = built
    return built
