"""Accounts and sessions."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.db import get_db
from portal.http import json_body, ok, streamed
from portal.identity import public, require_caller, require_user_id, signed_in, with_refresh_token
from portal.models import Session
from portal.schemas.auth import (
    AccountDeletion,
    Login,
    PasswordChange,
    Register,
    SessionSchema,
    SignInSchema,
    UserSchema,
)
from portal.schemas.exercises import SubmissionSchema
from portal.schemas.progress import ProgressSchema
from portal.services import accounts, progress, sessions
from portal.services.rate_limits import count_attempt

bp = Blueprint("auth", __name__, url_prefix="/api/auth")


@bp.post("/register")
@public
@json_body(Register)
def register(body: dict[str, Any]) -> ResponseReturnValue:
    """Make an account: 201 with tokens, 409 when email or username are taken."""
    return ok(SignInSchema().dump(accounts.register(get_db(), **body, **_device())), "Welcome", 201)


@bp.post("/login")
@public
@json_body(Login)
def login(body: dict[str, Any]) -> ResponseReturnValue:
    """Sign in by email or username: 200 with tokens, 401."""
    return ok(SignInSchema().dump(accounts.login(get_db(), **body, **_device())), "Signed in")


@bp.post("/refresh")
@with_refresh_token
def refresh(claims: dict[str, Any]) -> ResponseReturnValue:
    """Trade a refresh token for a new pair: 200, 401."""
    count_attempt(claims["sub"])
    return ok(SignInSchema().dump(sessions.rotate(get_db(), claims)), "Tokens renewed")


@bp.post("/logout")
@signed_in
def logout() -> ResponseReturnValue:
    """End this session."""
    user, session = require_caller()
    sessions.revoke(get_db(), session.id, user.id)
    return ok({}, "Signed out")


@bp.get("/me")
@signed_in
def me() -> ResponseReturnValue:
    """The learner's own account."""
    return ok({"user": UserSchema().dump(require_caller()[0])}, "Your account")


@bp.get("/me/export")
@signed_in
def export_me() -> ResponseReturnValue:
    """All that is kept of the learner, as a file; sent as it is read, so that its length does not matter."""
    user, current = require_caller()
    db = get_db()
    head = {
        "exportedAt": clock.now_text(),
        "user": UserSchema().dump(user),
        "sessions": _shown(sessions.list_living(db, user.id), current),
        "progress": ProgressSchema(many=True).dump(progress.list_for_user(db, user.id, None)),
    }
    submissions = map(SubmissionSchema().dump, accounts.list_all_submissions(db, user.id))
    return streamed("submissions", submissions, head, "Your data", filename="python-portal-data.json")


@bp.delete("/me")
@signed_in
@json_body(AccountDeletion)
def delete_me(body: dict[str, Any]) -> ResponseReturnValue:
    """Delete the account with all that is the learner's: 200, 401 when the password is wrong."""
    accounts.delete(get_db(), require_caller()[0], password=body["password"])
    return ok({}, "Your account and everything in it are deleted")


@bp.put("/password")
@signed_in
@json_body(PasswordChange)
def change_password(body: dict[str, Any]) -> ResponseReturnValue:
    """Set another password and sign out everywhere else: 200, 401 when the current one is wrong."""
    user, session = require_caller()
    ended = accounts.change_password(
        get_db(), user, session, current=body["current_password"], new=body["new_password"]
    )
    return ok({"endedSessions": ended}, "Password changed")


@bp.get("/sessions")
@signed_in
def list_sessions() -> ResponseReturnValue:
    """Where the learner is signed in, newest first."""
    user, current = require_caller()
    return ok({"sessions": _shown(sessions.list_living(get_db(), user.id), current)}, "Your sessions")


@bp.delete("/sessions/<session_id>")
@signed_in
def end_session(session_id: str) -> ResponseReturnValue:
    """Sign one place out: 200, 404 when the learner has no such session."""
    sessions.revoke(get_db(), session_id, require_user_id())
    return ok({}, "Signed out there")


def _shown(living: list[Session], current: Session) -> list[dict[str, Any]]:
    return [{**SessionSchema().dump(session), "current": session.id == current.id} for session in living]


def _device() -> dict[str, str]:
    return {"address": request.remote_addr or "", "user_agent": request.user_agent.string}
