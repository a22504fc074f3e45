"""The API document, the pages made from it, and the index of the API."""

import json

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from portal import errors
from portal.openapi import document
from portal.schemas.docs import IndexSchema
from portal.web.authentication import public
from portal.web.responses import Result, returns, serves
from portal.web.static_files import StaticFolder, cached_response

bp = Blueprint("docs", __name__, url_prefix="/api", template_folder="../templates")

# Swagger UI draws its icons from data: URLs.
_folder = StaticFolder("docs", img_src="'self' data:")


@bp.get("")
@public
@returns(IndexSchema)
def get_index() -> Result:
    """Get the addresses to start from."""
    links = {
        "page": "/",
        "documentation": "/api/docs",
        "errors": "/api/docs/errors",
        "openapi": "/api/openapi.json",
        "exercises": "/api/exercises",
        "health": "/health",
    }
    return {"links": links}, "Python Portal API"


@bp.get("/openapi.json")
@public
@serves("application/json", headers=("ETag",))
def get_openapi_document() -> ResponseReturnValue:
    """Get this document."""
    return cached_response(_document(), "application/json")


@bp.get("/docs")
@public
@serves("text/html", headers=("ETag",))
def get_docs_page() -> ResponseReturnValue:
    """Get a page to read this document and to try every call."""
    return _folder.respond("index.html")


@bp.get("/docs/errors")
@public
@serves("text/html", headers=("ETag",))
def get_errors_page() -> ResponseReturnValue:
    """Get a page of all errors, what each means and what to do about it."""
    return _folder.respond_page(render_template("errors.html", errors=errors.registry()).encode())


@bp.get("/docs/<path:name>")
@public
def get_docs_file(name: str) -> ResponseReturnValue:
    """Get a file of the pages: 200, 304, 404."""
    return _folder.respond(name)


def _document() -> bytes:
    """Build the document once for each application."""
    built: bytes | None = current_app.extensions.get("openapi")
    if built is None:
        built = json.dumps(document.build(current_app)).encode()
        current_app.extensions["openapi"] = built
    return built
