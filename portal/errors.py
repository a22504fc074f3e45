"""Every error a client can be told about. Status and code belong to the class; the raise site explains."""

from typing import Any, ClassVar


class PortalError(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "INTERNAL_ERROR"

    def __init__(
        self,
        message: str | None = None,
        *,
        details: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.message = message or (type(self).__doc__ or "").split("\n", 1)[0]
        self.details = details
        self.headers = headers or {}
        super().__init__(self.message)


class InternalError(PortalError):
    """Something went wrong on our side; the request id helps us find it."""


class ValidationFailed(PortalError):
    """The request is not valid; `details` says what to change."""

    status = 400
    code = "VALIDATION_ERROR"


class MalformedJson(PortalError):
    """The body is not JSON that can be read."""

    status = 400
    code = "INVALID_JSON"


class UnsupportedMediaType(PortalError):
    """The body must be sent as application/json."""

    status = 415
    code = "UNSUPPORTED_MEDIA_TYPE"


class PayloadTooLarge(PortalError):
    """The body is larger than 1 MiB."""

    status = 413
    code = "PAYLOAD_TOO_LARGE"


class NotFound(PortalError):
    """There is nothing at this address."""

    status = 404
    code = "NOT_FOUND"


class MethodNotAllowed(PortalError):
    """This address does not answer to this method."""

    status = 405
    code = "METHOD_NOT_ALLOWED"


class Unauthorized(PortalError):
    """Sign in to do this."""

    status = 401
    code = "UNAUTHORIZED"
    challenge: ClassVar[str] = "Bearer"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, headers={"WWW-Authenticate": self.challenge})


class InvalidCredentials(Unauthorized):
    """The name or the password is wrong."""

    code = "INVALID_CREDENTIALS"


class TokenMissing(Unauthorized):
    """Send a token in the header `Authorization: Bearer ...`."""

    code = "TOKEN_MISSING"


class TokenRefused(Unauthorized):
    """The token is refused."""

    challenge = 'Bearer error="invalid_token"'


class TokenInvalid(TokenRefused):
    """The token is not one of ours, or not of the kind this needs."""

    code = "TOKEN_INVALID"


class TokenExpired(TokenRefused):
    """The token has expired."""

    code = "TOKEN_EXPIRED"


class TokenRevoked(TokenRefused):
    """The session of this token has ended; sign in again."""

    code = "TOKEN_REVOKED"


class TokenReused(TokenRefused):
    """This refresh token was used before; for safety its whole session has ended. Sign in again."""

    code = "TOKEN_REUSED"


class EmailTaken(PortalError):
    """An account with this email address exists already."""

    status = 409
    code = "EMAIL_TAKEN"


class UsernameTaken(PortalError):
    """This username is taken."""

    status = 409
    code = "USERNAME_TAKEN"


class IdempotencyKeyInUse(PortalError):
    """The first request with this Idempotency-Key still runs; ask again in a moment."""

    status = 409
    code = "IDEMPOTENCY_KEY_IN_USE"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class IdempotencyKeyReused(PortalError):
    """This Idempotency-Key was used for another request; make a new key for each."""

    status = 422
    code = "IDEMPOTENCY_KEY_REUSED"


class RateLimited(PortalError):
    """Too many requests; wait before you send the next."""

    status = 429
    code = "RATE_LIMITED"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            f"Too many requests; try again in {retry_after_s} seconds.",
            details={"retryAfter": retry_after_s},
            headers={"Retry-After": str(retry_after_s)},
        )


class ExerciseNotFound(NotFound):
    """There is no exercise with this id."""

    code = "EXERCISE_NOT_FOUND"


class SessionNotFound(NotFound):
    """You have no session with this id."""

    code = "SESSION_NOT_FOUND"


class SolutionLocked(PortalError):
    """The reference solution opens once you have passed the exercise."""

    status = 403
    code = "SOLUTION_LOCKED"


class ExecutorBusy(PortalError):
    """All runners are busy right now; try again in a moment."""

    status = 503
    code = "EXECUTOR_BUSY"


class ExecutorUnavailable(PortalError):
    """Code cannot be run at the moment; nothing was recorded."""

    status = 503
    code = "EXECUTOR_UNAVAILABLE"


class ExecutorTimeout(PortalError):
    """The runner did not answer in time; nothing was recorded."""

    status = 504
    code = "EXECUTOR_TIMEOUT"


class ExecutorBadResponse(PortalError):
    """The runner gave an answer that makes no sense; nothing was recorded."""

    status = 502
    code = "EXECUTOR_BAD_RESPONSE"


class GraderError(PortalError):
    """The tests of this exercise are broken; that is our fault, and no attempt was counted."""

    code = "GRADER_ERROR"


class DatabaseBusy(PortalError):
    """The database is busy; try again in a moment."""

    status = 503
    code = "DB_BUSY"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class DatabaseUnavailable(PortalError):
    """The database cannot be used at the moment; nothing was recorded."""

    status = 503
    code = "DB_UNAVAILABLE"


class DatabaseDamaged(DatabaseUnavailable):
    """The database is damaged; an operator has to look at it."""

    code = "DB_DAMAGED"


class StorageFull(PortalError):
    """There is no room to store anything at the moment; nothing was recorded."""

    status = 507
    code = "STORAGE_FULL"


class NotReady(PortalError):
    """The service is not ready to answer."""

    status = 503
    code = "NOT_READY"
