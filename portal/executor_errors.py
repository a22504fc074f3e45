"""Why there is no outcome of a run: errors of the executor and of the exercises' own tests."""

from portal.errors import InternalError, PortalError


class ExecutorBusy(PortalError):
    """All runners are busy right now; try again in a moment."""

    status = 503
    code = "EXECUTOR_BUSY"
    action = "Repeat the request after the seconds in `Retry-After`."


class ExecutorUnavailable(PortalError):
    """Code cannot be run at the moment; nothing was recorded."""

    status = 503
    code = "EXECUTOR_UNAVAILABLE"
    action = "Keep the code and let the learner try again in a minute."


class ExecutorTimeout(PortalError):
    """The runner did not answer in time; nothing was recorded."""

    status = 504
    code = "EXECUTOR_TIMEOUT"
    action = "Let the learner try again; nothing was counted."


class ExecutorBadResponse(PortalError):
    """The runner gave an answer that makes no sense; nothing was recorded."""

    status = 502
    code = "EXECUTOR_BAD_RESPONSE"
    action = "Let the learner try again; report the `X-Request-ID` if it stays."


class GraderError(InternalError):
    """The tests of this exercise are broken; that is our fault, and no attempt was counted."""

    code = "GRADER_ERROR"
    action = "Let the learner go on with another exercise, and report this one."
