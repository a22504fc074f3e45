"""Who is calling: tokens, and the decorators that say what each endpoint asks for.

Every view wears exactly one of `public`, `signed_in`, `maybe_signed_in` and `with_refresh_token`; a test sees to that.
"""

import functools
import hashlib
from datetime import timedelta
from typing import Any

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_jwt_extended import decode_token, get_current_user, verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import PyJWTError

from portal import context, errors, token_errors
from portal.answers import View, note
from portal.config import settings
from portal.db import get_db
from portal.extensions import jwt
from portal.http import BODY_ERRORS, failure, read_body
from portal.models import Session, User
from portal.schemas.auth import Refresh
from portal.services import sessions

_TEXT_CLAIMS = ("sub", "jti", "session", "type")
_TIME_CLAIMS = ("exp", "iat")
# Kept with the request: the application context may outlive it.
_VERIFIED = "portal.verified"
_REFUSALS = (JWTExtendedException, PyJWTError, token_errors.Unauthorized)
_TOKEN_ERRORS = (
    token_errors.TokenInvalid,
    token_errors.TokenExpired,
    token_errors.TokenRevoked,
    *errors.DATABASE_ERRORS,
)


def configure(app: Flask) -> None:
    """Set up tokens from the app's settings."""
    with app.app_context():
        config = settings()
    app.config.update(
        JWT_SECRET_KEY=config.jwt_secret,
        JWT_ALGORITHM="HS256",
        JWT_TOKEN_LOCATION=["headers"],
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(seconds=config.jwt_expires_in_s),
        JWT_REFRESH_TOKEN_EXPIRES=timedelta(seconds=config.jwt_refresh_expires_in_s),
    )
    jwt.init_app(app)


def public(view: View) -> View:
    """Anyone may call."""
    return note(view, auth="public")


def signed_in(view: View) -> View:
    """An access token of a living session is needed."""
    return note(_verifying(view, optional=False), auth="signed_in", errors=(token_errors.TokenMissing, *_TOKEN_ERRORS))


def maybe_signed_in(view: View) -> View:
    """An access token is welcome; a bad one is refused, none makes a guest."""
    return note(_verifying(view, optional=True), auth="maybe_signed_in", errors=_TOKEN_ERRORS)


def with_refresh_token(view: View) -> View:
    """A refresh token is needed, in the header or as `refreshToken` in the body; the view gets its claims."""

    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        claims = decode_token(_token_in_header() or _token_in_body())
        if claims["type"] != "refresh":
            raise token_errors.TokenInvalid("This is not a refresh token.")
        return view(claims, *args, **kwargs)

    refused = (token_errors.TokenMissing, token_errors.TokenReused, *_TOKEN_ERRORS, *BODY_ERRORS)
    return note(wrapper, auth="with_refresh_token", errors=refused, body=Refresh)  # type: ignore[return-value]


def caller_if_any() -> tuple[User, Session] | None:
    """Return the learner who calls and the session of the token; None for a guest and for a token that is refused."""
    if "HTTP_AUTHORIZATION" not in request.environ:
        return None
    try:
        return _caller()
    except _REFUSALS:
        return None


def current_user_id() -> str | None:
    """Return the id of the learner who calls, None for a guest."""
    caller = _caller()
    return caller[0].id if caller else None


def require_caller() -> tuple[User, Session]:
    """Return the learner who calls and the session of the token.

    Raises:
        TokenMissing: a guest calls.
    """
    caller = _caller()
    if caller is None:
        raise token_errors.TokenMissing
    return caller


def require_user_id() -> str:
    """Return the id of the learner who calls; raises TokenMissing for a guest."""
    return require_caller()[0].id


def key_id(secret: str) -> str:
    """Name a secret in a token's header, so that a token signed before a rotation finds its own."""
    return hashlib.sha256(b"key id " + secret.encode()).hexdigest()[:8]


def _verifying(view: View, *, optional: bool) -> View:
    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        caller = _caller()
        if caller is None and not optional:
            raise token_errors.TokenMissing
        return view(*args, **kwargs)

    return wrapper  # type: ignore[return-value]


def _caller() -> tuple[User, Session] | None:
    """Verify the access token of the request, once; None when there is none. What is wrong with it is raised again."""
    environ = request.environ
    if _VERIFIED not in environ:
        environ[_VERIFIED] = _verify() if "HTTP_AUTHORIZATION" in environ else None
    outcome: tuple[User, Session] | Exception | None = environ[_VERIFIED]
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _verify() -> tuple[User, Session] | Exception | None:
    try:
        verify_jwt_in_request(optional=True)
    except _REFUSALS as refusal:
        return refusal
    caller: tuple[User, Session] | None = get_current_user()
    return caller


def _token_in_header() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme == "Bearer" else ""


def _token_in_body() -> str:
    has_body = request.content_length or "Transfer-Encoding" in request.headers
    token: str | None = read_body(Refresh())["refresh_token"] if has_body else None
    if token is None:
        raise token_errors.TokenMissing(
            "Send the refresh token in the Authorization header or as refreshToken in the body."
        )
    return token


@jwt.additional_headers_loader
def _name_key(_identity: str) -> dict[str, str]:
    return {"kid": key_id(settings().jwt_secret)}


def _has_our_claims(claims: dict[str, Any]) -> bool:
    return all(isinstance(claims.get(name), str) and claims[name] for name in _TEXT_CLAIMS) and all(
        type(claims.get(name)) is int for name in _TIME_CLAIMS
    )


@jwt.decode_key_loader
def _choose_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """Choose among our secrets; what lacks a claim that all our tokens have is refused whoever signed it."""
    if not _has_our_claims(claims):
        raise token_errors.TokenInvalid
    previous = settings().jwt_secret_previous
    if previous and header.get("kid") == key_id(previous):
        return previous
    return settings().jwt_secret


@jwt.user_lookup_loader
def _find_caller(_header: dict[str, Any], claims: dict[str, Any]) -> tuple[User, Session] | None:
    """Look up user and session in one query; only living sessions count."""
    caller = sessions.find_living(get_db(), claims["session"], claims["sub"])
    context.note_user(request.environ, caller[0].id if caller else None)
    return caller


@jwt.user_lookup_error_loader
def _session_ended(_header: dict[str, Any], _claims: dict[str, Any]) -> Response:
    return failure(token_errors.TokenRevoked())


@jwt.expired_token_loader
def _expired(_header: dict[str, Any], _claims: dict[str, Any]) -> Response:
    return failure(token_errors.TokenExpired())


@jwt.invalid_token_loader
def _invalid(_reason: str) -> Response:
    return failure(token_errors.TokenInvalid())


@jwt.unauthorized_loader
def _missing(_reason: str) -> Response:
    return failure(token_errors.TokenMissing())
