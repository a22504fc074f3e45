"""Every error a client can be told about. Status and code belong to the class; the raise site explains.

A class's docstring is its message, `action` what a client should do: the API document and the page of errors tell both.
"""

import itertools
from typing import Any, ClassVar

_MOST_DETAILS = 50
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
        self.message = message or self.meaning()
        self.details = details
        self.headers = headers or {}
        super().__init__(self.message)

    def envelope(self) -> dict[str, Any]:
        """Return the body of the answer."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        return {"success": False, "error": error if self.details is None else {**error, "details": self.details}}

    @classmethod
    def meaning(cls) -> str:
        """Return what the error means, in words."""
        return (cls.__doc__ or "").split("\n", 1)[0]


class InternalError(PortalError):
    """Something went wrong on our side; the request id helps us find it."""

    status = 500
    code = "INTERNAL_ERROR"
    action = "Try once more; if it stays, report the `X-Request-ID` of the answer."


class ValidationFailed(PortalError):
    """The request is not valid; `details` says what to change."""

    status = 400
    code = "VALIDATION_ERROR"
    action = "Change what `details` names, by field; do not repeat the request as it was."

    def __init__(self, message: str | None = None, *, details: dict[str, Any] | None = None) -> None:
        # The names may be a stranger's, as long and as many as a body can hold.
        shown = itertools.islice((details or {}).items(), _MOST_DETAILS)
        super().__init__(message, details={name[:_MAX_NAME]: told for name, told in shown} or None)


class MalformedJson(PortalError):
    """The body is not JSON that can be read."""

    status = 400
    code = "INVALID_JSON"
    action = "Send one JSON object in UTF-8, without a key given twice."


class UnsupportedMediaType(PortalError):
    """The body must be sent as application/json."""

    status = 415
    code = "UNSUPPORTED_MEDIA_TYPE"
    action = "Set `Content-Type: application/json`."


class PayloadTooLarge(PortalError):
    """The body is larger than 1 MiB."""

    status = 413
    code = "PAYLOAD_TOO_LARGE"
    action = "Send less."


class NotFound(PortalError):
    """There is nothing at this address."""

    status = 404
    code = "NOT_FOUND"
    action = "Check the path against the API document."


class MethodNotAllowed(PortalError):
    """This address does not answer to this method."""

    status = 405
    code = "METHOD_NOT_ALLOWED"
    action = "Use one of the methods in the header `Allow`."


class EmailTaken(PortalError):
    """An account with this email address exists already."""

    status = 409
    code = "EMAIL_TAKEN"
    action = "Offer to sign in instead, or ask for another address."


class UsernameTaken(PortalError):
    """This username is taken."""

    status = 409
    code = "USERNAME_TAKEN"
    action = "Ask for another username."


class IdempotencyKeyInUse(PortalError):
    """The first request with this Idempotency-Key still runs; ask again in a moment."""

    status = 409
    code = "IDEMPOTENCY_KEY_IN_USE"
    action = "Repeat the same request after the seconds in `Retry-After`."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class IdempotencyKeyReused(PortalError):
    """This Idempotency-Key was used for another request; make a new key for each."""

    status = 422
    code = "IDEMPOTENCY_KEY_REUSED"
    action = "Make a new key for every new request; send the same body with the same key."


class RateLimited(PortalError):
    """Too many requests; wait before you send the next."""

    status = 429
    code = "RATE_LIMITED"
    action = "Wait for the seconds in `Retry-After`, then go on more slowly."

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            f"Too many requests; try again in {retry_after_s} seconds.",
            details={"retryAfter": retry_after_s},
            headers={"Retry-After": str(retry_after_s)},
        )


class ExerciseNotFound(NotFound):
    """There is no exercise with this id."""

    code = "EXERCISE_NOT_FOUND"
    action = "Take an id from the list of exercises."


class SessionNotFound(NotFound):
    """You have no session with this id."""

    code = "SESSION_NOT_FOUND"
    action = "List the sessions again; it may have ended already."


class SolutionLocked(PortalError):
    """The reference solution opens once you have passed the exercise."""

    status = 403
    code = "SOLUTION_LOCKED"
    action = "Submit a solution that passes first."


class DatabaseBusy(PortalError):
    """The database is busy; try again in a moment."""

    status = 503
    code = "DB_BUSY"
    action = "Repeat the request after the seconds in `Retry-After`."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class DatabaseUnavailable(PortalError):
    """The database cannot be used at the moment; nothing was recorded."""

    status = 503
    code = "DB_UNAVAILABLE"
    action = "Keep what the learner did and try again in a minute."


class DatabaseDamaged(DatabaseUnavailable):
    """The database is damaged; an operator has to look at it."""

    code = "DB_DAMAGED"
    action = "Tell the operator, with the `X-Request-ID`; trying again does not help."


class StorageFull(PortalError):
    """There is no room to store anything at the moment; nothing was recorded."""

    status = 507
    code = "STORAGE_FULL"
    action = "Keep what the learner did; tell the operator, with the `X-Request-ID`."


# What whatever uses the database may end with.
DATABASE_ERRORS = (DatabaseBusy, DatabaseUnavailable, DatabaseDamaged, StorageFull)


class NotReady(PortalError):
    """The service is not ready to answer."""

    status = 503
    code = "NOT_READY"
    action = "Send no traffic here until it answers 200; `details` says what is missing."


def registry() -> list[type[PortalError]]:
    """Return every class that has a code, by status and code."""
    found: set[type[PortalError]] = set()
    families = [PortalError]
    while families:
        children = families.pop().__subclasses__()
        families += children
        found.update(child for child in children if "code" in vars(child))
    return sorted(found, key=lambda error: (error.status, error.code))
