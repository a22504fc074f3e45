"""All errors that a client can receive, and `ClientGone`.

Status and code belong to the class; the raise site adds what is specific.

The first line of a class's docstring is its default message and `action` says what a client should do. The API document
and the page `/api/docs/errors` are generated from both.
"""

import itertools
from typing import Any, ClassVar

_MAX_DETAILS = 50
_MAX_NAME = 100


class PortalError(Exception):
    """Something went wrong."""

    status: ClassVar[int]
    code: ClassVar[str]
    action: ClassVar[str]

    def __init__(
        self,
        message: str | None = None,
        *,
        details: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.message = message or self.default_message()
        self.details = details
        self.headers = headers or {}
        super().__init__(self.message)

    @classmethod
    def default_message(cls) -> str:
        """Return the first line of the docstring."""
        return (cls.__doc__ or "").split("\n", 1)[0]


class ClientGone(Exception):
    """The client closed its connection before the response was ready, so it receives none."""


class ValidationFailed(PortalError):
    """The request is not valid; `details` says what to change."""

    status = 400
    code = "VALIDATION_ERROR"
    action = "Correct the fields named in `details`; do not repeat the request unchanged."

    def __init__(self, message: str | None = None, *, details: dict[str, Any] | None = None) -> None:
        # The client chooses the names, so their number and length are bounded.
        shown = itertools.islice((details or {}).items(), _MAX_DETAILS)
        super().__init__(message, details={name[:_MAX_NAME]: messages for name, messages in shown} or None)


class MalformedJson(PortalError):
    """The body is not valid JSON."""

    status = 400
    code = "INVALID_JSON"
    action = "Send one JSON object in UTF-8, without duplicate keys."


class NotFound(PortalError):
    """There is nothing at this address."""

    status = 404
    code = "NOT_FOUND"
    action = "Check the path against the API document."


class MethodNotAllowed(PortalError):
    """This address does not support this method."""

    status = 405
    code = "METHOD_NOT_ALLOWED"
    action = "Use one of the methods in the header `Allow`."


class PayloadTooLarge(PortalError):
    """The body is larger than 1 MiB."""

    status = 413
    code = "PAYLOAD_TOO_LARGE"
    action = "Send a smaller body."


class UnsupportedMediaType(PortalError):
    """The body must be sent as application/json."""

    status = 415
    code = "UNSUPPORTED_MEDIA_TYPE"
    action = "Set `Content-Type: application/json`."


class RateLimited(PortalError):
    """Too many requests; wait before you send the next one."""

    status = 429
    code = "RATE_LIMITED"
    action = "Wait for the number of seconds in `Retry-After`, then continue at a lower rate."

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            f"Too many requests; try again in {retry_after_s} seconds.",
            details={"retryAfter": retry_after_s},
            headers={"Retry-After": str(retry_after_s)},
        )


class Unauthorized(PortalError):
    """The caller is not authenticated; each reason has its own class."""

    status = 401
    challenge: ClassVar[str] = "Bearer"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, headers={"WWW-Authenticate": self.challenge})


class InvalidCredentials(Unauthorized):
    """The name or the password is wrong."""

    code = "INVALID_CREDENTIALS"
    action = "Ask for the name and the password again."


class ResetLinkInvalid(PortalError):
    """This link is not valid: it has expired, has been used, or the password was changed since."""

    status = 400
    code = "RESET_LINK_INVALID"
    action = "Ask for a new link with `POST /api/auth/password/forgot`."


class TokenMissing(Unauthorized):
    """Send a token in the header `Authorization: Bearer ...`."""

    code = "TOKEN_MISSING"
    action = "Sign in, and send the access token with the request."


class TokenRefused(Unauthorized):
    """The token was refused."""

    challenge = 'Bearer error="invalid_token"'


class TokenInvalid(TokenRefused):
    """The token was not issued by this service, or it is of the wrong kind."""

    code = "TOKEN_INVALID"
    action = "Discard the token and sign in again."


class TokenExpired(TokenRefused):
    """The token has expired."""

    code = "TOKEN_EXPIRED"
    action = "Exchange the refresh token for a new pair and repeat the request; sign in again if that fails too."


class TokenRevoked(TokenRefused):
    """The session of this token has ended; sign in again."""

    code = "TOKEN_REVOKED"
    action = "Discard both tokens and sign in again."


class TokenReused(TokenRefused):
    """This refresh token was used before, so its session was ended for safety; sign in again."""

    code = "TOKEN_REUSED"
    action = "Discard both tokens and sign in again; always keep the newest pair."


class EmailTaken(PortalError):
    """An account with this email address already exists."""

    status = 409
    code = "EMAIL_TAKEN"
    action = "Offer to sign in instead, or ask for another address."


class UsernameTaken(PortalError):
    """This username is taken."""

    status = 409
    code = "USERNAME_TAKEN"
    action = "Ask for another username."


class SessionNotFound(NotFound):
    """You have no session with this id."""

    code = "SESSION_NOT_FOUND"
    action = "List the sessions again; it may have ended already."


class ExerciseNotFound(NotFound):
    """There is no exercise with this id."""

    code = "EXERCISE_NOT_FOUND"
    action = "Take an id from the list of exercises."


class ProgressNotFound(NotFound):
    """You have not started this exercise."""

    code = "PROGRESS_NOT_FOUND"
    action = "Show the exercise as not started; saving progress or submitting starts it."


class Forbidden(PortalError):
    """Only authors may do this."""

    status = 403
    code = "FORBIDDEN"
    action = "Hide what the caller's `role` does not allow; an operator gives roles with `flask set-role`."


class ExerciseCheckFailed(PortalError):
    """The exercise was not published: its check found faults, which `details` lists."""

    status = 422
    code = "EXERCISE_CHECK_FAILED"
    action = "Correct what `details.report.faults` names; `POST /api/exercises/check` checks without publishing."


class SolutionLocked(PortalError):
    """The reference solution is available once you have passed the exercise."""

    status = 403
    code = "SOLUTION_LOCKED"
    action = "Submit a solution that passes first."


class IdempotencyKeyInUse(PortalError):
    """The first request with this Idempotency-Key is still running; ask again in a moment."""

    status = 409
    code = "IDEMPOTENCY_KEY_IN_USE"
    action = "Repeat the same request after the number of seconds in `Retry-After`."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class IdempotencyKeyReused(PortalError):
    """This Idempotency-Key was used for a different request; create a new key for each request."""

    status = 422
    code = "IDEMPOTENCY_KEY_REUSED"
    action = "Create a new key for every new request; send the same body with the same key."


class ExecutorBusy(PortalError):
    """The executor is busy; try again in a moment."""

    status = 503
    code = "EXECUTOR_BUSY"
    action = "Repeat the request after the number of seconds in `Retry-After`."


class ExecutorUnavailable(PortalError):
    """Code cannot be run at the moment; nothing was recorded."""

    status = 503
    code = "EXECUTOR_UNAVAILABLE"
    action = "Keep the code and let the learner try again in a minute."


class ExecutorTimeout(PortalError):
    """The executor did not answer in time; nothing was recorded."""

    status = 504
    code = "EXECUTOR_TIMEOUT"
    action = "Let the learner try again; no attempt was counted."


class ExecutorBadResponse(PortalError):
    """The executor returned an invalid response; nothing was recorded."""

    status = 502
    code = "EXECUTOR_BAD_RESPONSE"
    action = "Let the learner try again; report the `X-Request-ID` if the error persists."


class InternalError(PortalError):
    """Something went wrong on our side; quote the request id when you report it."""

    status = 500
    code = "INTERNAL_ERROR"
    action = "Try once more; if the error persists, report the `X-Request-ID` of the response."


class GraderError(InternalError):
    """The tests of this exercise are broken; that is our fault, and no attempt was counted."""

    code = "GRADER_ERROR"
    action = "Let the learner continue with another exercise, and report this one."


class ServiceBusy(PortalError):
    """The service is busy; try again in a moment."""

    status = 503
    code = "SERVICE_BUSY"
    action = "Repeat the request after the number of seconds in `Retry-After`."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class DatabaseBusy(PortalError):
    """The database is busy; try again in a moment."""

    status = 503
    code = "DB_BUSY"
    action = "Repeat the request after the number of seconds in `Retry-After`."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class DatabaseConflict(DatabaseBusy):
    """The database is busy; try again in a moment."""


class DatabaseUnavailable(PortalError):
    """The database cannot be used at the moment; nothing was recorded."""

    status = 503
    code = "DB_UNAVAILABLE"
    action = "Keep the learner's work and try again in a minute."


class DatabaseConnectionLost(DatabaseUnavailable):
    """The database cannot be used at the moment; nothing was recorded."""


class DatabaseGone(DatabaseUnavailable):
    """The database cannot be used at the moment; nothing was recorded."""


class DatabaseDamaged(DatabaseUnavailable):
    """The database is damaged; an operator has to repair it."""

    code = "DB_DAMAGED"
    action = "Tell the operator and quote the `X-Request-ID`; trying again does not help."


class StorageFull(PortalError):
    """The disk is full; nothing was recorded."""

    status = 507
    code = "STORAGE_FULL"
    action = "Keep the learner's work; tell the operator and quote the `X-Request-ID`."


# Any use of the database can raise these.
DATABASE_ERRORS = (DatabaseBusy, DatabaseUnavailable, DatabaseDamaged, StorageFull)


class NotReady(PortalError):
    """The service is not ready."""

    status = 503
    code = "NOT_READY"
    action = "Send no traffic here until it answers 200; `details` says what is missing."


def registry() -> list[type[PortalError]]:
    """Return every class that has a code of its own, sorted by status and code."""
    found: set[type[PortalError]] = set()
    pending = [PortalError]
    while pending:
        children = pending.pop().__subclasses__()
        pending += children
        found.update(child for child in children if "code" in vars(child))
    return sorted(found, key=lambda error: (error.status, error.code))
