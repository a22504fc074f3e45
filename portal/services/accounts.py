"""Accounts: register, sign in, change the password or the role, delete the account.

Hashing a password takes long. Whatever was read before it is checked again in the transaction that writes after it.
"""

import uuid
from collections.abc import Callable

from portal import clock
from portal.config import Settings
from portal.dao import sessions as sessions_dao
from portal.dao import users as users_dao
from portal.database import Database, IntegrityError
from portal.errors import EmailTaken, InvalidCredentials, UsernameTaken, ValidationFailed
from portal.models import Session, SignIn, User
from portal.observability import metrics, security_log
from portal.services import account_names, passwords, sessions
from portal.services.passwords import PasswordHasher

# Called with whether a password is right, before its sender learns of it; raises when too many were wrong.
CountCheck = Callable[[bool], None]


def register(
    db: Database,
    hasher: PasswordHasher,
    config: Settings,
    *,
    email: str | None,
    username: str,
    password: str,
    address: str,
    user_agent: str,
) -> SignIn:
    """Create an account and sign it in.

    Raises:
        ValidationFailed: the password is easy to guess, or an email address is missing and required.
        EmailTaken, UsernameTaken: another account has it, letter case ignored; `details` names both if both are taken.
        ServiceBusy: too many passwords are being hashed.
    """
    if email is None and config.require_email:
        raise ValidationFailed(details={"email": ["Missing data for required field."]})
    passwords.check_new(password, email=email, username=username, field="password")
    user = User(
        id=str(uuid.uuid4()),
        email=email,
        username=username,
        password_hash=hasher.hash(password),
        created_at=clock.now_text(),
    )

    def write() -> Session:
        users_dao.insert(db, user, username_key=account_names.key(username))
        return sessions.open_session(db, config, user, address=address, user_agent=user_agent)

    try:
        session = db.in_transaction(write)
    except IntegrityError as error:
        raise _taken(db, email, username) from error
    metrics.count_activity("register")
    security_log.event("account_created", userId=user.id, address=address)
    return SignIn(user, session)


def login(
    db: Database,
    hasher: PasswordHasher,
    config: Settings,
    *,
    email: str | None,
    username: str | None,
    password: str,
    address: str,
    user_agent: str,
    count_check: CountCheck,
) -> SignIn:
    """Open a session; takes the same time whether the name or the password was wrong.

    Raises:
        InvalidCredentials: the name or the password is wrong, or the password was changed in the meantime.
        ServiceBusy: too many passwords are being checked.
    """
    user = _find(db, email, username)
    is_right = hasher.matches(password, user.password_hash if user else None)
    count_check(is_right)
    if user is None or not is_right:
        metrics.count_activity("login_failed")
        security_log.event("login_failed", userId=user.id if user else None, address=address)
        raise InvalidCredentials

    def write() -> Session:
        _require_unchanged(db, user)
        return sessions.open_session(db, config, user, address=address, user_agent=user_agent)

    session = db.in_transaction(write)
    metrics.count_activity("login")
    security_log.event("login", userId=user.id, address=address)
    return SignIn(user, session)


def change_password(
    db: Database,
    hasher: PasswordHasher,
    user: User,
    session: Session,
    *,
    current: str,
    new: str,
    count_check: CountCheck,
) -> int:
    """Set a new password, end every other session of the user and return how many those were.

    Raises:
        ValidationFailed: the new password is easy to guess.
        InvalidCredentials: the current password is wrong, or was changed in the meantime.
        TokenRevoked: the session ended in the meantime.
        ServiceBusy: too many passwords are being hashed.
    """
    passwords.check_new(new, email=user.email, username=user.username, field="newPassword")
    _check_password(hasher, user, current, count_check)
    password_hash = hasher.hash(new)

    def write() -> int:
        sessions.require_live(db, session)
        _require_unchanged(db, user)
        at = clock.now_text()
        users_dao.update_password(db, user_id=user.id, password_hash=password_hash, at=at)
        return sessions_dao.update_others_revoked(db, session_id=session.id, user_id=user.id, at=at)

    ended = db.in_transaction(write)
    security_log.event("password_changed", userId=user.id, endedSessions=ended)
    return ended


def delete(
    db: Database, hasher: PasswordHasher, user: User, session: Session, *, password: str, count_check: CountCheck
) -> None:
    """Delete the account and everything that belongs to the user, permanently.

    Raises:
        InvalidCredentials: the password is wrong, or was changed in the meantime.
        TokenRevoked: the session ended in the meantime.
        ServiceBusy: too many passwords are being checked.
    """
    _check_password(hasher, user, password, count_check)

    def write() -> None:
        sessions.require_live(db, session)
        _require_unchanged(db, user)
        users_dao.delete(db, user_id=user.id)

    db.in_transaction(write)
    metrics.count_activity("delete_account")
    security_log.event("account_deleted", userId=user.id)


def find_by_name(db: Database, name: str) -> User | None:
    """Return the account with this username or email."""
    return _find(db, name, None) or _find(db, None, name)


def set_role(db: Database, name: str, role: str) -> User | None:
    """Give the account with this username or email a role, from its next request on; None if there is no account."""
    user = find_by_name(db, name)
    if user is not None:
        users_dao.update_role(db, user_id=user.id, role=role, at=clock.now_text())
        security_log.event("role_changed", userId=user.id, before=user.role, after=role)
    return user


def _check_password(hasher: PasswordHasher, user: User, password: str, count_check: CountCheck) -> None:
    """Ask for the password of a user who is signed in: the token may be stolen."""
    is_right = hasher.matches(password, user.password_hash)
    count_check(is_right)
    if not is_right:
        security_log.event("password_refused", userId=user.id)
        raise InvalidCredentials("The current password is wrong.")


def _require_unchanged(db: Database, user: User) -> None:
    """Within the writing transaction: the account still exists and has the password that was checked."""
    current = users_dao.get_by_id(db, user_id=user.id, for_update=True)
    if current is None or current.password_hash != user.password_hash:
        raise InvalidCredentials


def _find(db: Database, email: str | None, username: str | None) -> User | None:
    """Look an account up by whichever name was given."""
    if email is not None:
        address = account_names.normalise_email(email)
        return users_dao.get_by_email(db, email=address) if address else None
    name = account_names.normalise_username(username or "")
    return users_dao.get_by_username_key(db, username_key=account_names.key(name)) if name else None


def _taken(db: Database, email: str | None, username: str) -> EmailTaken | UsernameTaken:
    """Return the error that names what is taken; the email comes first if both are."""
    by_email = users_dao.get_by_email(db, email=email) if email else None
    by_username = users_dao.get_by_username_key(db, username_key=account_names.key(username))
    details = {"email": ["Already taken."]} if by_email else {}
    details |= {"username": ["Already taken."]} if by_username else {}
    return EmailTaken(details=details) if by_email else UsernameTaken(details=details)
