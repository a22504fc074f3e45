"""Access and refresh tokens: signing, and decoding with the checks that hold for both."""

import functools
import hashlib
import re
import time
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from flask import Flask
from flask_jwt_extended import create_access_token, create_refresh_token, decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import ExpiredSignatureError, PyJWTError

from portal import errors
from portal.config import Settings
from portal.extensions import get_settings, jwt
from portal.models import SignIn

# RFC 9110 and RFC 6750: a scheme in any letter case, spaces, one token.
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
_TEXT_CLAIMS = ("sub", "jti", "session", "type")
_TIME_CLAIMS = ("exp", "iat")
# The clocks of two machines differ.
_LEEWAY_S = 5
_REMEMBERED_TOKENS = 2048


def init_app(app: Flask, settings: Settings) -> None:
    """Configure Flask-JWT-Extended."""
    app.config.update(
        JWT_SECRET_KEY=settings.jwt_secret,
        JWT_ALGORITHM="HS256",
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(seconds=settings.jwt_expires_in_s),
        JWT_REFRESH_TOKEN_EXPIRES=timedelta(seconds=settings.jwt_refresh_expires_in_s),
        JWT_DECODE_LEEWAY=_LEEWAY_S,
    )
    jwt.init_app(app)


def issue(sign_in: SignIn) -> dict[str, Any]:
    """Return the user and a new pair of tokens for their session."""
    session = sign_in.session
    claims = {"session": session.id}
    return {
        "user": sign_in.user,
        "access_token": create_access_token(sign_in.user.id, additional_claims=claims),
        "refresh_token": create_refresh_token(sign_in.user.id, additional_claims={**claims, "gen": session.generation}),
        "expires_in": get_settings().jwt_expires_in_s,
    }


@functools.lru_cache(_REMEMBERED_TOKENS)
def from_header(header: str) -> str:
    """Return the token of an `Authorization` header; raises TokenInvalid for anything but one bearer token."""
    match = _BEARER.fullmatch(header.strip(" \t"))
    if match is None:
        raise errors.TokenInvalid
    return match[1]


def decode(token: str, *, kind: str) -> Mapping[str, Any]:
    """Verify a token and return its claims; `kind` is `access` or `refresh`.

    Raises:
        TokenExpired, TokenInvalid: the token is not acceptable.
    """
    settings = get_settings()
    claims = _verify(token, settings.jwt_secret, settings.jwt_secret_previous)
    if claims["exp"] <= time.time() - _LEEWAY_S:
        raise errors.TokenExpired
    if claims["type"] != kind:
        raise errors.TokenInvalid(
            "This is not an access token." if kind == "access" else "This is not a refresh token."
        )
    return claims


@functools.lru_cache(_REMEMBERED_TOKENS)
def _verify(token: str, _secret: str, _previous_secret: str | None) -> Mapping[str, Any]:
    """Verify a signature and the claims, except that a token remembered from an earlier request may have expired.

    Remembering saves a fifth of a signed-in request; the secrets are arguments, as it holds under them alone.
    """
    try:
        return MappingProxyType(decode_token(token))
    except ExpiredSignatureError:
        raise errors.TokenExpired from None
    except (JWTExtendedException, PyJWTError):
        raise errors.TokenInvalid from None


def key_id(secret: str) -> str:
    """Return the id of a secret for a token's header, so that tokens signed before a rotation find theirs."""
    return hashlib.sha256(b"key id " + secret.encode()).hexdigest()[:8]


@jwt.additional_headers_loader
def _add_key_id(_identity: str) -> dict[str, str]:
    return {"kid": key_id(get_settings().jwt_secret)}


@jwt.decode_key_loader
def _choose_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """Choose among our secrets; a token that lacks any of our claims is refused, whoever signed it."""
    if not _has_our_claims(claims):
        raise errors.TokenInvalid
    settings = get_settings()
    previous = settings.jwt_secret_previous
    return previous if previous and header.get("kid") == key_id(previous) else settings.jwt_secret


def _has_our_claims(claims: dict[str, Any]) -> bool:
    texts, times = ([claims.get(name) for name in names] for names in (_TEXT_CLAIMS, _TIME_CLAIMS))
    # Databases take neither half of a surrogate pair nor, some of them, NUL characters.
    are_texts = all(isinstance(text, str) and text and text.isprintable() for text in texts)
    return are_texts and all(type(moment) is int for moment in times)
