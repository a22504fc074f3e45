"""Accounts: register, sign in, change the password, take the data along, leave."""

import uuid
from collections.abc import Iterator

from portal import clock, metrics, names, security_log
from portal.config import settings
from portal.dao import sessions as sessions_dao
from portal.dao import submissions as submissions_dao
from portal.dao import users as users_dao
from portal.db import Database, IntegrityError
from portal.errors import EmailTaken, UsernameTaken
from portal.models import Session, Submission, User
from portal.services import passwords, sessions
from portal.services.rate_limits import count_attempt
from portal.services.sessions import SignIn
from portal.token_errors import InvalidCredentials

_PAGE = 50


def register(db: Database, *, email: str, username: str, password: str, address: str, user_agent: str) -> SignIn:
    """Make an account and sign it in.

    Raises:
        ValidationFailed: the password would be guessed first.
        EmailTaken, UsernameTaken: another account has it, letter case apart; `details` names both when both are taken.
        RateLimited: too many attempts with this email address.
    """
    passwords.check_new(password, email=email, username=username, field="password")
    count_attempt(email)
    user = User(
        id=str(uuid.uuid4()),
        email=email,
        username=username,
        password_hash=passwords.hash_password(password, rounds=settings().bcrypt_rounds),
        created_at=clock.now_text(),
    )
    try:
        with db.transaction():
            users_dao.insert(db, user, username_key=names.key(username))
            sign_in = sessions.start(db, user, address=address, user_agent=user_agent)
    except IntegrityError as error:
        raise _taken(db, email, username) from error
    metrics.count_activity("register")
    security_log.event("account_created", userId=user.id, address=address)
    return sign_in


def login(
    db: Database, *, email: str | None, username: str | None, password: str, address: str, user_agent: str
) -> SignIn:
    """Open a session; costs the same whether the name or the password was wrong.

    Raises:
        InvalidCredentials: it does not say which of the two.
        RateLimited: too many attempts at this account.
    """
    user, name = _find(db, email, username)
    if name is not None:
        count_attempt(user.id if user else name)
    matches = passwords.matches(password, user.password_hash if user else None, rounds=settings().bcrypt_rounds)
    if user is None or not matches:
        metrics.count_activity("login_failed")
        security_log.event("login_failed", userId=user.id if user else None, address=address)
        raise InvalidCredentials
    metrics.count_activity("login")
    security_log.event("login", userId=user.id, address=address)
    return sessions.start(db, user, address=address, user_agent=user_agent)


def change_password(db: Database, user: User, session: Session, *, current: str, new: str) -> int:
    """Set another password, end every other session of the user and return how many those were.

    Raises:
        ValidationFailed: the new password would be guessed first.
        InvalidCredentials: the current password is wrong.
        RateLimited: too many attempts at this account.
    """
    passwords.check_new(new, email=user.email, username=user.username, field="newPassword")
    _check_password(user, current)
    password_hash = passwords.hash_password(new, rounds=settings().bcrypt_rounds)
    with db.transaction():
        at = clock.now_text()
        users_dao.update_password(db, user_id=user.id, password_hash=password_hash, at=at)
        ended = sessions_dao.update_others_revoked(db, session_id=session.id, user_id=user.id, at=at)
    security_log.event("password_changed", userId=user.id, endedSessions=ended)
    return ended


def delete(db: Database, user: User, *, password: str) -> None:
    """Delete the account and everything that is the user's, for good.

    Raises:
        InvalidCredentials: the password is wrong.
        RateLimited: too many attempts at this account.
    """
    _check_password(user, password)
    users_dao.delete(db, user_id=user.id)
    metrics.count_activity("delete_account")
    security_log.event("account_deleted", userId=user.id)


def list_all_submissions(db: Database, user_id: str) -> Iterator[Submission]:
    """Yield all attempts of a user, oldest first, holding a page of them at a time."""
    after = ("", "")
    while page := submissions_dao.list_for_user(db, user_id=user_id, after=after, limit=_PAGE):
        yield from page
        after = (page[-1].submitted_at, page[-1].id)


def _check_password(user: User, password: str) -> None:
    """Ask again for the password of a user who is signed in: the token may be in other hands."""
    count_attempt(user.id)
    if not passwords.matches(password, user.password_hash, rounds=settings().bcrypt_rounds):
        security_log.event("password_refused", userId=user.id)
        raise InvalidCredentials("The current password is wrong.")


def _find(db: Database, email: str | None, username: str | None) -> tuple[User | None, str | None]:
    """Look an account up by whichever name was given; return the name as it is kept too, None when none can be."""
    if email is not None:
        name = names.normal_email(email)
        return users_dao.get_by_email(db, email=name) if name else None, name
    normal = names.normal_username(username or "")
    name = names.key(normal) if normal else None
    return users_dao.get_by_username_key(db, username_key=name) if name else None, name


def _taken(db: Database, email: str, username: str) -> EmailTaken | UsernameTaken:
    """Say which names are taken; the email comes first when both are."""
    by_email = users_dao.get_by_email(db, email=email)
    by_username = users_dao.get_by_username_key(db, username_key=names.key(username))
    details = {"email": ["Already taken."]} if by_email else {}
    details |= {"username": ["Already taken."]} if by_username else {}
    return EmailTaken(details=details) if by_email else UsernameTaken(details=details)
