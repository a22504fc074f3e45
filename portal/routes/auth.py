"""Accounts and sessions."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal import clock, errors
from portal.extensions import get_db, get_settings, resources
from portal.models import Session
from portal.schemas.account import ExportHeadSchema, ExportSchema
from portal.schemas.auth import (
    AccountDeletion,
    AccountSchema,
    EndedSessionsSchema,
    ForgottenPassword,
    Login,
    PasswordChange,
    PasswordReset,
    Register,
    RegistrationSchema,
    SessionListSchema,
    SignInSchema,
)
from portal.schemas.base import NothingSchema
from portal.schemas.submissions import SubmissionSchema
from portal.services import account_export, accounts, password_reset, sessions
from portal.web import envelope, tokens
from portal.web.authentication import (
    login_required,
    public,
    refresh_token_required,
    require_caller,
    require_user_id,
)
from portal.web.rate_limits import count_check
from portal.web.request_parsing import json_body
from portal.web.responses import Result, returns, serves

bp = Blueprint("auth", __name__, url_prefix="/api/auth")


@bp.post("/register")
@public
@json_body(Register)
@returns(
    SignInSchema,
    errors.EmailTaken,
    errors.UsernameTaken,
    errors.ServiceBusy,
    *errors.DATABASE_ERRORS,
    status=201,
    location="/api/auth/me",
)
def register(body: dict[str, Any]) -> Result:
    """Create an account: 201 with tokens, 409 when email or username are taken."""
    sign_in = accounts.register(get_db(), resources().passwords, get_settings(), **body, **_device())
    return tokens.issue(sign_in), "Welcome"


@bp.get("/registration")
@public
@returns(RegistrationSchema)
def get_registration() -> Result:
    """Get what an account needs."""
    return {"email_required": get_settings().require_email}, "What an account needs"


@bp.post("/login")
@public
@json_body(Login)
@returns(SignInSchema, errors.InvalidCredentials, errors.ServiceBusy, *errors.DATABASE_ERRORS)
def login(body: dict[str, Any]) -> Result:
    """Sign in by email or username: 200 with tokens, 401."""
    sign_in = accounts.login(
        get_db(), resources().passwords, get_settings(), **body, **_device(), count_check=count_check
    )
    return tokens.issue(sign_in), "Signed in"


@bp.post("/refresh")
@refresh_token_required
@returns(SignInSchema)
def refresh_tokens(claims: dict[str, Any]) -> Result:
    """Exchange a refresh token for a new pair: 200, 401."""
    return tokens.issue(sessions.rotate(get_db(), get_settings(), claims)), "Tokens renewed"


@bp.post("/logout")
@login_required
@returns(NothingSchema, errors.SessionNotFound)
def logout() -> Result:
    """End this session."""
    user, session = require_caller()
    sessions.revoke(get_db(), session.id, user.id)
    return {}, "Signed out"


@bp.get("/me")
@login_required
@returns(AccountSchema)
def get_account() -> Result:
    """Get the learner's own account."""
    return {"user": require_caller()[0]}, "Your account"


@bp.get("/me/export")
@login_required
@serves("application/json", schema=ExportSchema, headers=("Content-Disposition",))
def export_account() -> ResponseReturnValue:
    """Export everything stored about the learner as a file; it is streamed, whatever its length.

    Left out are the hash of the password and the responses kept for an `Idempotency-Key`, which are copies.
    """
    user, current = require_caller()
    db = get_db()
    kept = account_export.collect(db, user)
    kept["sessions"] = _with_current(kept["sessions"], current)
    head = ExportHeadSchema().dump({"exported_at": clock.now_text(), **kept})
    submissions = map(SubmissionSchema().dump, account_export.list_submissions(db, user.id))
    return envelope.streamed("submissions", submissions, head, "Your data", filename="python-portal-data.json")


@bp.delete("/me")
@login_required
@json_body(AccountDeletion)
@returns(NothingSchema, errors.InvalidCredentials, errors.ServiceBusy)
def delete_account(body: dict[str, Any]) -> Result:
    """Delete the account and everything that belongs to it: 200, 401 when the password is wrong."""
    user, session = require_caller()
    accounts.delete(get_db(), resources().passwords, user, session, password=body["password"], count_check=count_check)
    return {}, "Your account and everything in it are deleted"


@bp.put("/password")
@login_required
@json_body(PasswordChange)
@returns(EndedSessionsSchema, errors.InvalidCredentials, errors.ServiceBusy)
def change_password(body: dict[str, Any]) -> Result:
    """Change the password and sign out everywhere else: 200, 401 when the current one is wrong."""
    user, session = require_caller()
    ended = accounts.change_password(
        get_db(),
        resources().passwords,
        user,
        session,
        current=body["current_password"],
        new=body["new_password"],
        count_check=count_check,
    )
    return {"ended_sessions": ended}, "Password changed"


@bp.post("/password/forgot")
@public
@json_body(ForgottenPassword)
@returns(NothingSchema, *errors.DATABASE_ERRORS, status=202)
def request_password_reset(body: dict[str, Any]) -> Result:
    """Ask for a link to choose a new password: 202, whether or not an account has this address."""
    password_reset.send_link(get_db(), get_settings(), resources().mailer, email=body["email"])
    return {}, "If an account has this address, a link is on its way to it"


@bp.post("/password/reset")
@public
@json_body(PasswordReset)
@returns(EndedSessionsSchema, errors.ResetLinkInvalid, errors.ServiceBusy, *errors.DATABASE_ERRORS)
def reset_password(body: dict[str, Any]) -> Result:
    """Choose a new password with the token of a link, and sign out everywhere: 200, 400 when it is not valid."""
    ended = password_reset.reset(
        get_db(), resources().passwords, get_settings(), token=body["token"], new=body["new_password"]
    )
    return {"ended_sessions": ended}, "Password changed; sign in with the new one"


@bp.get("/sessions")
@login_required
@returns(SessionListSchema)
def list_sessions() -> Result:
    """List where the learner is signed in, newest first."""
    user, current = require_caller()
    return {"sessions": _with_current(sessions.list_live(get_db(), user.id), current)}, "Your sessions"


@bp.delete("/sessions/<session_id>")
@login_required
@returns(NothingSchema, errors.SessionNotFound)
def end_session(session_id: str) -> Result:
    """Sign out one place: 200, 404 when the learner has no such session."""
    sessions.revoke(get_db(), session_id, require_user_id())
    return {}, "Signed out there"


def _with_current(live: list[Session], current: Session) -> list[dict[str, Any]]:
    return [{**vars(session), "current": session.id == current.id} for session in live]


def _device() -> dict[str, str]:
    return {"address": request.remote_addr or "", "user_agent": request.user_agent.string}
