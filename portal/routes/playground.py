"""The page for people at `/`: static files that use the public API like any other client."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.authentication import public
from portal.web.static_files import StaticFolder

bp = Blueprint("playground", __name__)

_folder = StaticFolder("playground")


@bp.get("/")
@public
def get_page() -> ResponseReturnValue:
    """Get the page, under a policy that lets it load and connect to nothing but this service."""
    return _folder.respond("index.html")


@bp.get("/favicon.ico")
@public
def get_favicon() -> ResponseReturnValue:
    """Get the icon that browsers ask for."""
    return _folder.respond("favicon.svg")


@bp.get("/robots.txt")
@public
def get_robots() -> ResponseReturnValue:
    """Get the rules for search engines."""
    return _folder.respond("robots.txt")


@bp.get("/playground/<path:name>")
@public
def get_asset(name: str) -> ResponseReturnValue:
    """Get a file of the page: 200, 304, 404."""
    return _folder.respond(name)
