"""Code that could not be run or graded."""

from portal.errors.base import InternalError, PortalError


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


class GraderError(InternalError):
    """The tests of this exercise are broken; that is our fault, and no attempt was counted."""

    code = "GRADER_ERROR"
    action = "Let the learner continue with another exercise, and report this one."
