"""Sessions: one per sign-in. Its refresh token changes with every use; reusing one ends the session.

A token names its session and, if it is a refresh token, its generation. No token is stored: the signature proves that
it is ours, and the session's row holds the generation that is valid now.
"""

import contextlib
import dataclasses
import uuid
from datetime import timedelta
from typing import Any

from portal import clock
from portal.config import Settings
from portal.dao import sessions as sessions_dao
from portal.database import Database
from portal.errors import Forbidden, PortalError, SessionNotFound, TokenInvalid, TokenReused, TokenRevoked
from portal.models import Session, SignIn, User
from portal.observability import metrics, security_log

_MAX_USER_AGENT = 256
# A session in constant use records that it is used this often.
_TOUCH_INTERVAL = timedelta(minutes=5)
_PRUNE_LIMIT = 100
_MAX_SESSIONS = 100  # of one account


def open_session(db: Database, config: Settings, user: User, *, address: str, user_agent: str) -> Session:
    """Create a session; called within a transaction."""
    now = clock.now_text()
    session = Session(
        id=str(uuid.uuid4()),
        user_id=user.id,
        generation=1,
        spent_at={},
        created_at=now,
        last_used_at=now,
        expires_at=_expiry(config, now),
        revoked_at=None,
        address=address,
        user_agent=user_agent[:_MAX_USER_AGENT],
    )
    with db.batch():
        prune(db, config, limit=_PRUNE_LIMIT)
        sessions_dao.delete_surplus(db, user_id=user.id, kept=_MAX_SESSIONS - 1)
        sessions_dao.insert(db, session)
    return session


def prune(db: Database, config: Settings, *, limit: int) -> int:
    """Delete up to `limit` sessions that ended longer ago than SESSION_RETENTION, and return how many those were."""
    before = clock.now() - timedelta(seconds=config.session_retention_s)
    return sessions_dao.delete_ended(db, before=clock.to_text(before), limit=limit)


def find_live(db: Database, session_id: str, user_id: str) -> tuple[User, Session] | None:
    """Return user and session of a token; None when the session was revoked, has expired or does not exist."""
    found = _get_live(db, session_id, user_id)
    if found is not None:
        _touch(db, found[1])
    return found


def require_live(db: Database, session: Session) -> User:
    """Return the user of a session, in the transaction that writes for it; raises TokenRevoked when it has ended."""
    found = _get_live(db, session.id, session.user_id, for_update=True)
    if found is None:
        raise TokenRevoked
    return found[0]


def require_author(db: Database, session: Session) -> None:
    """Do the same for an author; raises Forbidden, too, when the user is not one any more."""
    if not require_live(db, session).is_author:
        raise Forbidden


def rotate(db: Database, config: Settings, claims: dict[str, Any]) -> SignIn:
    """Spend a refresh token and return the session with its next generation.

    A token that was spent less than JWT_REFRESH_GRACE ago (two tabs, a lost response) gets the current generation,
    once, so that only one chain of tokens continues.

    Raises:
        TokenRevoked: the session has ended.
        TokenReused: the token was spent before. After the grace period its session ends, too.
    """
    session_id, generation = claims.get("session"), claims.get("gen")
    if not isinstance(session_id, str) or type(generation) is not int:
        raise TokenInvalid
    user_id = str(claims["sub"])
    outcome = db.in_transaction(lambda: _rotate(db, config, session_id, user_id, generation))
    if isinstance(outcome, PortalError):
        if isinstance(outcome, TokenReused):
            security_log.event("token_reused", userId=user_id, sessionId=session_id)
        raise outcome  # after the commit, so that the revocation persists
    metrics.count_activity("refresh")
    return outcome


def revoke(db: Database, session_id: str, user_id: str) -> None:
    """End a session of the user: its tokens stop working at once. Raises SessionNotFound when there is none."""
    if not sessions_dao.update_revoked(db, session_id=session_id, user_id=user_id, at=clock.now_text()):
        raise SessionNotFound
    security_log.event("session_ended", userId=user_id, sessionId=session_id)


def list_live(db: Database, user_id: str) -> list[Session]:
    """Return the user's sessions that have not ended, newest first."""
    return sessions_dao.list_live_for_user(db, user_id=user_id, now=clock.now_text())


def _rotate(db: Database, config: Settings, session_id: str, user_id: str, generation: int) -> SignIn | PortalError:
    found = _get_live(db, session_id, user_id, for_update=True)
    if found is None:
        return TokenRevoked()
    user, session = found
    if generation == session.generation:
        return SignIn(user, _advance(db, config, session))
    if _is_within_grace(config, session.spent_at.get(str(generation))):
        security_log.event("token_reused_within_grace", userId=user.id, sessionId=session.id)
        return _grant_grace(db, user, session, generation)
    sessions_dao.update_revoked(db, session_id=session.id, user_id=user.id, at=clock.now_text())
    return TokenReused()


def _advance(db: Database, config: Settings, session: Session) -> Session:
    now = clock.now_text()
    recent = {number: at for number, at in session.spent_at.items() if _is_within_grace(config, at)}
    advanced = dataclasses.replace(
        session,
        generation=session.generation + 1,
        spent_at={**recent, str(session.generation): now},
        last_used_at=now,
        expires_at=_expiry(config, session.created_at),
    )
    sessions_dao.update_generation(db, advanced)
    return advanced


def _grant_grace(db: Database, user: User, session: Session, generation: int) -> SignIn | PortalError:
    """Give a spent token the current generation, once; a further use is refused, but does not end the session."""
    marker = f"{generation} granted"
    if marker in session.spent_at:
        return TokenReused("This refresh token was used before; use the newest pair.")
    granted = dataclasses.replace(session, spent_at={**session.spent_at, marker: clock.now_text()})
    sessions_dao.update_generation(db, granted)
    return SignIn(user, granted)


def _get_live(db: Database, session_id: str, user_id: str, *, for_update: bool = False) -> tuple[User, Session] | None:
    found = sessions_dao.get_with_user(db, session_id=session_id, for_update=for_update)
    if found is None or found[0].id != user_id or not _is_live(found[1]):
        return None
    return found


def _touch(db: Database, session: Session) -> None:
    """Record that a session is in use; reading must neither fail nor wait when the database cannot be written."""
    now = clock.now()
    if clock.to_text(now - _TOUCH_INTERVAL) > session.last_used_at:
        with contextlib.suppress(PortalError):
            sessions_dao.update_last_used(db, session_id=session.id, now=clock.to_text(now))


def _is_within_grace(config: Settings, spent_at: str | None) -> bool:
    grace = timedelta(seconds=config.jwt_refresh_grace_s)
    return spent_at is not None and bool(grace) and clock.now() - clock.from_text(spent_at) <= grace


def _is_live(session: Session) -> bool:
    return session.revoked_at is None and session.expires_at > clock.now_text()


def _expiry(config: Settings, created_at: str) -> str:
    """Return when a session used now ends: after a time without use, and never later than its absolute lifetime."""
    unused = clock.now() + timedelta(seconds=config.jwt_refresh_expires_in_s)
    absolute = clock.from_text(created_at) + timedelta(seconds=config.jwt_session_expires_in_s)
    return clock.to_text(min(unused, absolute))
