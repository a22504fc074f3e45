"""Requests that cannot be answered whatever they ask for."""

import itertools
from typing import Any

from portal.errors.base import PortalError, RetrySoon

_MAX_DETAILS = 50
_MAX_NAME = 100


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


class IdempotencyKeyInUse(RetrySoon):
    """The first request with this Idempotency-Key is still running; ask again in a moment."""

    status = 409
    code = "IDEMPOTENCY_KEY_IN_USE"
    action = "Repeat the same request after the number of seconds in `Retry-After`."


class IdempotencyKeyReused(PortalError):
    """This Idempotency-Key was used for a different request; create a new key for each request."""

    status = 422
    code = "IDEMPOTENCY_KEY_REUSED"
    action = "Create a new key for every new request; send the same body with the same key."
