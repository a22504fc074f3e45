"""What all errors have in common. Status and code belong to the class; the raise site adds what is specific.

The first line of a class's docstring is its default message and `action` says what a client should do. The API document
and the page `/api/docs/errors` are generated from both.
"""

from typing import Any, ClassVar


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

    @property
    def reason(self) -> str:
        """What the log says: what the innermost of our errors was raised from, else its message."""
        cause = self.__cause__
        return cause.reason if isinstance(cause, PortalError) else str(cause or self)

    @classmethod
    def default_message(cls) -> str:
        """Return the first line of the docstring."""
        return (cls.__doc__ or "").split("\n", 1)[0]


class RetrySoon(PortalError):
    """What the request needs is in use for a moment."""

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class NotFound(PortalError):
    """There is nothing at this address."""

    status = 404
    code = "NOT_FOUND"
    action = "Check the path against the API document."


class InternalError(PortalError):
    """Something went wrong on our side; quote the request id when you report it."""

    status = 500
    code = "INTERNAL_ERROR"
    action = "Try once more; if the error persists, report the `X-Request-ID` of the response."


def registry() -> list[type[PortalError]]:
    """Return every class that has a code of its own, sorted by status and code."""
    found: set[type[PortalError]] = set()
    pending = [PortalError]
    while pending:
        children = pending.pop().__subclasses__()
        pending += children
        found.update(child for child in children if "code" in vars(child))
    return sorted(found, key=lambda error: (error.status, error.code))
