"""Accounts and sessions."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal import clock, errors, token_errors
from portal.answers import Answer, answers, serves
from portal.db import get_db
from portal.http import json_body, streamed
from portal.identity import public, require_caller, require_user_id, signed_in, with_refresh_token
from portal.models import Session
from portal.schemas.account import ExportHeadSchema, ExportSchema
from portal.schemas.auth import (
    AccountDeletion,
    AccountSchema,
    EndedSessionsSchema,
    Login,
    PasswordChange,
    Register,
    SessionListSchema,
    SignInSchema,
)
from portal.schemas.base import NothingSchema
from portal.schemas.runs import SubmissionSchema
from portal.services import accounts, progress, sessions
from portal.services.rate_limits import count_attempt

bp = Blueprint("auth", __name__, url_prefix="/api/auth")


@bp.post("/register")
@public
@json_body(Register)
@answers(
    SignInSchema, errors.EmailTaken, errors.UsernameTaken, *errors.DATABASE_ERRORS, status=201, headers=("Location",)
)
def register(body: dict[str, Any]) -> Answer:
    """Make an account: 201 with tokens, 409 when email or username are taken."""
    return accounts.register(get_db(), **body, **_device()), "Welcome", {"Location": "/api/auth/me"}


@bp.post("/login")
@public
@json_body(Login)
@answers(SignInSchema, token_errors.InvalidCredentials, *errors.DATABASE_ERRORS)
def login(body: dict[str, Any]) -> Answer:
    """Sign in by email or username: 200 with tokens, 401."""
    return accounts.login(get_db(), **body, **_device()), "Signed in"


@bp.post("/refresh")
@with_refresh_token
@answers(SignInSchema)
def refresh_tokens(claims: dict[str, Any]) -> Answer:
    """Trade a refresh token for a new pair: 200, 401."""
    count_attempt(claims["sub"])
    return sessions.rotate(get_db(), claims), "Tokens renewed"


@bp.post("/logout")
@signed_in
@answers(NothingSchema, errors.SessionNotFound)
def logout() -> Answer:
    """End this session."""
    user, session = require_caller()
    sessions.revoke(get_db(), session.id, user.id)
    return {}, "Signed out"


@bp.get("/me")
@signed_in
@answers(AccountSchema)
def get_account() -> Answer:
    """The learner's own account."""
    return {"user": require_caller()[0]}, "Your account"


@bp.get("/me/export")
@signed_in
@serves("application/json", schema=ExportSchema, headers=("Content-Disposition",))
def export_account() -> ResponseReturnValue:
    """All that is kept of the learner, as a file; sent as it is read, so that its length does not matter."""
    user, current = require_caller()
    db = get_db()
    head = ExportHeadSchema().dump(
        {
            "exported_at": clock.now_text(),
            "user": user,
            "sessions": _shown(sessions.list_living(db, user.id), current),
            "progress": progress.list_for_user(db, user.id, None),
        }
    )
    submissions = map(SubmissionSchema().dump, accounts.list_all_submissions(db, user.id))
    return streamed("submissions", submissions, head, "Your data", filename="python-portal-data.json")


@bp.delete("/me")
@signed_in
@json_body(AccountDeletion)
@answers(NothingSchema, token_errors.InvalidCredentials)
def delete_account(body: dict[str, Any]) -> Answer:
    """Delete the account with all that is the learner's: 200, 401 when the password is wrong."""
    accounts.delete(get_db(), require_caller()[0], password=body["password"])
    return {}, "Your account and everything in it are deleted"


@bp.put("/password")
@signed_in
@json_body(PasswordChange)
@answers(EndedSessionsSchema, token_errors.InvalidCredentials)
def change_password(body: dict[str, Any]) -> Answer:
    """Set another password and sign out everywhere else: 200, 401 when the current one is wrong."""
    user, session = require_caller()
    ended = accounts.change_password(
        get_db(), user, session, current=body["current_password"], new=body["new_password"]
    )
    return {"ended_sessions": ended}, "Password changed"


@bp.get("/sessions")
@signed_in
@answers(SessionListSchema)
def list_sessions() -> Answer:
    """Where the learner is signed in, newest first."""
    user, current = require_caller()
    return {"sessions": _shown(sessions.list_living(get_db(), user.id), current)}, "Your sessions"


@bp.delete("/sessions/<session_id>")
@signed_in
@answers(NothingSchema, errors.SessionNotFound)
def end_session(session_id: str) -> Answer:
    """Sign one place out: 200, 404 when the learner has no such session."""
    sessions.revoke(get_db(), session_id, require_user_id())
    return {}, "Signed out there"


def _shown(living: list[Session], current: Session) -> list[dict[str, Any]]:
    return [{**vars(session), "current": session.id == current.id} for session in living]


def _device() -> dict[str, str]:
    return {"address": request.remote_addr or "", "user_agent": request.user_agent.string}
