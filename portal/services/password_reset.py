"""Resetting a forgotten password with a link that is good once and for 15 minutes.

Nothing is stored for a link. Its token is signed and names a fingerprint of the password hash that it replaces, so any
change of the password makes it invalid.
"""

import hashlib
import hmac
import time
from typing import Any

import jwt

from portal import clock
from portal.config import Settings
from portal.dao import sessions as sessions_dao
from portal.dao import users as users_dao
from portal.database import Database
from portal.errors import ResetLinkInvalid
from portal.models import User
from portal.observability import metrics, security_log
from portal.services import accounts, passwords
from portal.services.mail import Mailer
from portal.services.passwords import PasswordHasher
from portal.translations import translate

_LIFETIME_S = 15 * 60
_KIND = "password_reset"
_ALGORITHM = "HS256"
_MAIL = """Hello {0},

to choose a new password, open this link within 15 minutes:

{1}

If you did not ask for this, ignore this message: your password stays as it is.
"""


def send_link(db: Database, config: Settings, mailer: Mailer, *, email: str) -> None:
    """Send a link to an address, if an account has it; nothing tells the caller whether one does.

    The mail is in the language of the request.
    """
    user = users_dao.get_by_email(db, email=email)
    if user is None:
        return
    metrics.count_activity("password_forgotten")
    security_log.event("password_reset_requested", userId=user.id, mailed=mailer.enabled)
    values = [user.username, _link(config, user)]
    text = translate(_MAIL.format(*values), {"id": _MAIL, "values": values})
    mailer.send(email, translate("Choose a new password"), text)


def make_link(db: Database, config: Settings, name: str) -> str | None:
    """Return a link for the account with this username or email; None if there is none."""
    user = accounts.find_by_name(db, name)
    if user is None:
        return None
    security_log.event("password_reset_link_made", userId=user.id)
    return _link(config, user)


def reset(db: Database, hasher: PasswordHasher, config: Settings, *, token: str, new: str) -> int:
    """Set a new password, end every session of the user and return how many those were.

    Raises:
        ResetLinkInvalid: the link was altered, has expired or has been used, or the password was changed since.
        ValidationFailed: the new password is easy to guess.
        ServiceBusy: too many passwords are being hashed.
    """
    user = _find_user(db, config, token)
    passwords.check_new(new, email=user.email, username=user.username, field="newPassword")
    password_hash = hasher.hash(new)

    def write() -> int:
        current = users_dao.get_by_id(db, user_id=user.id, for_update=True)
        if current is None or current.password_hash != user.password_hash:
            raise ResetLinkInvalid
        at = clock.now_text()
        users_dao.update_password(db, user_id=user.id, password_hash=password_hash, at=at)
        return sessions_dao.update_others_revoked(db, session_id="", user_id=user.id, at=at)

    ended = db.in_transaction(write)
    security_log.event("password_reset", userId=user.id, endedSessions=ended)
    return ended


def _link(config: Settings, user: User) -> str:
    """Return the link; its token is in the fragment, which browsers send to no server and keep out of `Referer`."""
    claims = {"sub": user.id, "type": _KIND, "exp": int(time.time()) + _LIFETIME_S, "for": _fingerprint(user)}
    token = jwt.encode(claims, config.jwt_secret, _ALGORITHM)
    return f"{config.public_url}/#reset-password={token}"


def _find_user(db: Database, config: Settings, token: str) -> User:
    claims = _decode(token, config.jwt_secret) or _decode(token, config.jwt_secret_previous)
    if claims is None or claims.get("type") != _KIND or not _are_texts(claims.get("sub"), claims.get("for")):
        raise ResetLinkInvalid
    user = users_dao.get_by_id(db, user_id=claims["sub"])
    if user is None or not hmac.compare_digest(claims["for"].encode(), _fingerprint(user).encode()):
        raise ResetLinkInvalid
    return user


def _are_texts(*values: object) -> bool:
    """Whether all are strings that every database takes; others than we may sign with our secret."""
    return all(isinstance(value, str) and value.isprintable() for value in values)


def _decode(token: str, secret: str | None) -> dict[str, Any] | None:
    if secret is None:
        return None
    try:
        claims: dict[str, Any] = jwt.decode(token, secret, [_ALGORITHM], options={"require": ["exp", "sub"]})
    except jwt.PyJWTError:
        return None
    return claims


def _fingerprint(user: User) -> str:
    return hashlib.sha256(user.password_hash.encode()).hexdigest()[:16]
