"""The API document and the pages made of it; what the pages need comes from this service alone."""

import json

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from portal import errors, openapi, pages
from portal.answers import serves
from portal.identity import public

bp = Blueprint("docs", __name__, url_prefix="/api", template_folder="../templates")

# Swagger UI draws its icons from data: addresses.
_FOLDER = pages.Folder("docs", img_src="'self' data:")


@bp.get("/openapi.json")
@public
@serves("application/json", headers=("ETag",))
def get_openapi_document() -> ResponseReturnValue:
    """This document."""
    return pages.answer(_document(), "application/json")


@bp.get("/docs")
@public
@serves("text/html", headers=("ETag",))
def get_docs_page() -> ResponseReturnValue:
    """A page to read this document and to try every call."""
    return _FOLDER.answer("index.html")


@bp.get("/docs/errors")
@public
@serves("text/html", headers=("ETag",))
def get_errors_page() -> ResponseReturnValue:
    """A page of all errors, what each means and what to do about it."""
    return _FOLDER.answer_page(render_template("errors.html", errors=errors.registry()).encode())


@bp.get("/docs/<path:name>")
@public
def get_docs_file(name: str) -> ResponseReturnValue:
    """A file of the pages: 200, 304, 404."""
    return _FOLDER.answer(name)


def _document() -> bytes:
    """Build the document once for each application."""
    built: bytes | None = current_app.extensions.get("openapi")
    if built is None:
        built = json.dumps(openapi.build(current_app)).encode()
        current_app.extensions["openapi"] = built
    return built
