"""Turns exceptions into error responses; the text of unexpected ones reaches the log alone."""

import logging

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from portal import errors
from portal.extensions import resources
from portal.services import readiness
from portal.web.envelope import failure
from portal.web.static_files import StaticFolder

log = logging.getLogger(__name__)

_pages = StaticFolder("docs")

_BY_STATUS: dict[int, type[errors.PortalError]] = {
    error.status: error
    for error in (errors.NotFound, errors.MethodNotAllowed, errors.PayloadTooLarge, errors.UnsupportedMediaType)
}


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(errors.PortalError, _handle_portal_error)
    app.register_error_handler(errors.ClientGone, _handle_client_gone)
    app.register_error_handler(HTTPException, _handle_http_exception)
    app.register_error_handler(Exception, _handle_unexpected)


def _handle_portal_error(error: errors.PortalError) -> Response:
    if error.status >= 500:
        log.error("%s: %s", error.code, error.reason, exc_info=error.status == 500)
    return failure(error)


def _handle_client_gone(_: errors.ClientGone) -> Response:
    """Return a status for the log and the metrics, which is nginx's for this."""
    return Response(status=499)


def _handle_http_exception(error: HTTPException) -> Response:
    """Translate exceptions of Flask, werkzeug and Flask-Limiter."""
    status = error.code or 500
    if isinstance(error.response, Response):
        return error.response
    if status == 404 and request.url_rule is None and _prefers_html():
        return _not_found_page()
    if status in _BY_STATUS:
        return failure(_BY_STATUS[status](headers=_allowed_methods(error)))
    if 400 <= status < 500:
        return failure(errors.ValidationFailed("The request cannot be read."))
    return _handle_unexpected(error)


def _prefers_html() -> bool:
    """Tell browsers, which put text/html first, from clients of the API, which accept anything or JSON."""
    return request.accept_mimetypes.best_match(("application/json", "text/html")) == "text/html"


def _not_found_page() -> Response:
    html = render_template("not_found.html", has_page="playground" in current_app.blueprints)
    return Response(html, 404, {"Content-Security-Policy": _pages.policy}, mimetype="text/html")


def _allowed_methods(error: HTTPException) -> dict[str, str]:
    methods = getattr(error, "valid_methods", None)
    return {"Allow": ", ".join(sorted(methods))} if methods else {}


def _handle_unexpected(error: Exception) -> Response:
    explained = readiness.explain(resources().connections, error)
    if not isinstance(explained, errors.InternalError):
        return _handle_portal_error(explained)
    log.error("unexpected error on %s %s", request.method, request.path, exc_info=error)
    return failure(explained)
