"""Who is calling: one step that runs before rate limits are counted, and the decorators that require a token.

Every view has exactly one of `public`, `login_required`, `author_required`, `login_optional` and
`refresh_token_required`.
"""

import functools
from typing import Any

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue

from portal import errors
from portal.extensions import get_db
from portal.models import Session, User
from portal.observability import security_log
from portal.schemas.auth import Refresh
from portal.services import sessions
from portal.web import tokens
from portal.web.request_context import current_request
from portal.web.request_parsing import BODY_ERRORS, read_body
from portal.web.view_metadata import View, record

_TOKEN_ERRORS = (errors.TokenInvalid, errors.TokenExpired, errors.TokenRevoked, *errors.DATABASE_ERRORS)
_refresh_loader = Refresh()


def init_app(app: Flask) -> None:
    """Authenticate every request of an app before anything else is done for it."""
    app.before_request(_authenticate)


def public(view: View) -> View:
    """Anyone may call; a token is not looked at."""
    return record(view, auth="public")


def login_required(view: View) -> View:
    """An access token of a live session is required."""
    return _authenticated(view, "required", errors.TokenMissing, *_TOKEN_ERRORS)


def author_required(view: View) -> View:
    """An access token of a live session of an author or admin is required; the role is that of this moment."""
    return _authenticated(view, "author", errors.TokenMissing, errors.Forbidden, *_TOKEN_ERRORS)


def login_optional(view: View) -> View:
    """An access token is optional: a bad one is refused, without one the caller is a guest."""
    return _authenticated(view, "optional", *_TOKEN_ERRORS)


def refresh_token_required(view: View) -> View:
    """A refresh token is required, as `refreshToken` in the body or in the header; the view gets its claims."""
    refusals = (errors.TokenMissing, errors.TokenReused, *_TOKEN_ERRORS, *BODY_ERRORS)
    return record(_authenticated(view, "refresh_token", *refusals), body=Refresh)


def current_user_id() -> str | None:
    """Return the id of the calling learner, None for a guest."""
    user_id: str | None = g.get("user_id")
    return user_id


def require_caller() -> tuple[User, Session]:
    """Return the calling learner and the session of the token; raises TokenMissing for a guest."""
    caller: tuple[User, Session] | None = g.get("caller")
    if caller is None:
        raise errors.TokenMissing
    return caller


def require_user_id() -> str:
    """Return the id of the calling learner; raises TokenMissing for a guest."""
    return require_caller()[0].id


def current_session_id() -> str | None:
    """Return the session that the request's access or refresh token belongs to."""
    if claims := g.get("refresh_claims"):
        return str(claims["session"])
    caller = g.get("caller")
    return caller[1].id if caller else None


def _authenticated(view: View, auth: str, *refusals: type[errors.PortalError]) -> View:
    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if refusal := g.get("refusal"):
            raise refusal
        if auth == "required":
            require_caller()
        if auth == "author":
            _require_author()
        if auth == "refresh_token":
            return view(g.refresh_claims, *args, **kwargs)
        return view(*args, **kwargs)

    return record(wrapper, auth=auth, errors=refusals)  # type: ignore[return-value]


def _require_author() -> None:
    user, _ = require_caller()
    if not user.is_author:
        security_log.event("forbidden", userId=user.id)
        raise errors.Forbidden


def _authenticate() -> None:
    """Verify the request's token. A refusal is raised by the view's decorator, once the request has been counted."""
    request = current_request()
    auth = getattr(current_app.view_functions.get(request.endpoint or ""), "auth", "public")
    try:
        if auth == "refresh_token":
            g.refresh_claims = tokens.decode(_refresh_token(), kind="refresh")
        elif auth != "public" and "HTTP_AUTHORIZATION" in request.environ:
            g.caller = caller = _find_caller(tokens.from_header(request.environ["HTTP_AUTHORIZATION"]))
            g.user_id = caller[0].id
    except errors.PortalError as refusal:
        g.refusal = refusal


def _find_caller(token: str) -> tuple[User, Session]:
    claims = tokens.decode(token, kind="access")
    caller = sessions.find_live(get_db(), claims["session"], claims["sub"])
    if caller is None:
        raise errors.TokenRevoked
    return caller


def _refresh_token() -> str:
    """Return the token of the body, or of the header, which some clients attach to every request."""
    token: str | None = read_body(_refresh_loader)["refresh_token"] if current_request().has_body else None
    if token is not None:
        return token
    if "Authorization" in request.headers:
        return tokens.from_header(request.headers["Authorization"])
    raise errors.TokenMissing("Send the refresh token as refreshToken in the body or in the Authorization header.")
