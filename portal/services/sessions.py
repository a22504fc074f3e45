"""Sessions: one per sign-in. Its refresh token changes with every use; one used twice ends the session.

A token names its session and, when it is a refresh token, its generation. Nothing of a token is stored: the
signature proves that it is ours, and the session's row knows which generation is the living one.
"""

import contextlib
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_jwt_extended import create_access_token, create_refresh_token

from portal import clock, metrics, security_log
from portal.config import settings
from portal.dao import sessions as sessions_dao
from portal.db import Database
from portal.errors import PortalError, SessionNotFound
from portal.models import Session, User
from portal.token_errors import TokenInvalid, TokenReused, TokenRevoked

_MAX_USER_AGENT = 256
# How often a session that is used all the time notes that it is.
_TOUCH = timedelta(minutes=5)
# How long a session that has ended can still be seen by who looks into the database.
_KEPT_DEAD = timedelta(days=1)
_PRUNED_AT_ONCE = 100


@dataclass(frozen=True)
class SignIn:
    """A user with a fresh pair of tokens; `expires_in` is the access token's life in seconds."""

    user: User
    access_token: str
    refresh_token: str
    expires_in: int


def start(db: Database, user: User, *, address: str, user_agent: str) -> SignIn:
    """Open a session. The caller may hold a transaction."""
    moment = clock.now()
    now = clock.to_text(moment)
    sessions_dao.delete_dead(db, before=clock.to_text(moment - _KEPT_DEAD), limit=_PRUNED_AT_ONCE)
    session = Session(
        id=str(uuid.uuid4()),
        user_id=user.id,
        generation=1,
        spent_at={},
        created_at=now,
        last_used_at=now,
        expires_at=_expiry(now),
        revoked_at=None,
        address=address,
        user_agent=user_agent[:_MAX_USER_AGENT],
    )
    sessions_dao.insert(db, session)
    return _sign_in(user, session.id, session.generation)


def find_living(db: Database, session_id: str, user_id: str) -> tuple[User, Session] | None:
    """Return user and session of a token; None when the session was revoked, has expired or is gone."""
    found = sessions_dao.get_with_user(db, session_id=session_id)
    if found is None or found[0].id != user_id or not _is_living(found[1]):
        return None
    _touch(db, found[1])
    return found


def rotate(db: Database, claims: dict[str, Any]) -> SignIn:
    """Spend a refresh token and return a new pair.

    A token spent less than JWT_REFRESH_GRACE ago (two tabs, a lost reply) gets a pair of the living generation, so
    that however many ask at once, one chain lives on.

    Raises:
        TokenRevoked: the session has ended.
        TokenReused: the token was spent before; its session has ended now.
    """
    session_id, generation = claims.get("session"), claims.get("gen")
    if not isinstance(session_id, str) or type(generation) is not int:
        raise TokenInvalid
    with db.transaction():
        outcome = _rotate(db, session_id, str(claims["sub"]), generation)
    if isinstance(outcome, PortalError):
        if isinstance(outcome, TokenReused):
            security_log.event("token_reused", userId=str(claims["sub"]), sessionId=session_id)
        raise outcome  # after the commit: the revocation stays
    metrics.count_activity("refresh")
    return outcome


def revoke(db: Database, session_id: str, user_id: str) -> None:
    """End a session of the user: its tokens stop working at once. Raises SessionNotFound when there is none."""
    if not sessions_dao.update_revoked(db, session_id=session_id, user_id=user_id, at=clock.now_text()):
        raise SessionNotFound
    security_log.event("session_ended", userId=user_id, sessionId=session_id)


def list_living(db: Database, user_id: str) -> list[Session]:
    """Return the places where the user is signed in, newest first."""
    return sessions_dao.list_living_for_user(db, user_id=user_id, now=clock.now_text())


def _rotate(db: Database, session_id: str, user_id: str, generation: int) -> SignIn | PortalError:
    found = find_living(db, session_id, user_id)
    if found is None:
        return TokenRevoked()
    user, session = found
    if generation == session.generation:
        return _advance(db, user, session)
    if _is_fresh(session.spent_at.get(str(generation))):
        return _sign_in(user, session.id, session.generation)
    sessions_dao.update_revoked(db, session_id=session.id, user_id=user.id, at=clock.now_text())
    return TokenReused()


def _advance(db: Database, user: User, session: Session) -> SignIn:
    now = clock.now_text()
    recent = {number: at for number, at in session.spent_at.items() if _is_fresh(at)}
    sessions_dao.update_generation(
        db,
        session_id=session.id,
        generation=session.generation + 1,
        spent_at={**recent, str(session.generation): now},
        now=now,
        expires_at=_expiry(session.created_at),
    )
    return _sign_in(user, session.id, session.generation + 1)


def _touch(db: Database, session: Session) -> None:
    """Note that a session is in use; a database that cannot be written to must not keep it from reading."""
    now = clock.now()
    if clock.to_text(now - _TOUCH) > session.last_used_at:
        with contextlib.suppress(PortalError):
            sessions_dao.update_last_used(db, session_id=session.id, now=clock.to_text(now))


def _is_fresh(spent_at: str | None) -> bool:
    """Whether a token was spent so recently that using it again is forgiven."""
    grace = timedelta(seconds=settings().jwt_refresh_grace_s)
    return spent_at is not None and bool(grace) and clock.now() - clock.from_text(spent_at) <= grace


def _is_living(session: Session) -> bool:
    return session.revoked_at is None and session.expires_at > clock.now_text()


def _expiry(created_at: str) -> str:
    """When a session used now ends: after a time without use, and in any case at the end of its absolute life."""
    config = settings()
    unused = clock.now() + timedelta(seconds=config.jwt_refresh_expires_in_s)
    absolute = clock.from_text(created_at) + timedelta(seconds=config.jwt_session_expires_in_s)
    return clock.to_text(min(unused, absolute))


def _sign_in(user: User, session_id: str, generation: int) -> SignIn:
    claims = {"session": session_id}
    return SignIn(
        user=user,
        access_token=create_access_token(user.id, additional_claims=claims),
        refresh_token=create_refresh_token(user.id, additional_claims={**claims, "gen": generation}),
        expires_in=settings().jwt_expires_in_s,
    )
