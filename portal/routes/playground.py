"""The page for people at `/`: static files that speak to the public API like any other client."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal import pages
from portal.identity import public

bp = Blueprint("playground", __name__)

_FOLDER = pages.Folder("playground")


@bp.get("/")
@public
def page() -> ResponseReturnValue:
    """The page, under a policy that lets it load and reach nothing but this service."""
    return _FOLDER.answer("index.html")


@bp.get("/playground/<path:name>")
@public
def asset(name: str) -> ResponseReturnValue:
    """A file of the page: 200, 304, 404."""
    return _FOLDER.answer(name)
