"""What is refused before the application sees it: requests that do not arrive, or that go on and on."""

from portal.errors import PortalError


class RequestTimeout(PortalError):
    """The request did not arrive in time."""

    status = 408
    code = "REQUEST_TIMEOUT"
    action = "Send the whole request within ten seconds, on a new connection."


class UriTooLong(PortalError):
    """The address is too long."""

    status = 414
    code = "URI_TOO_LONG"
    action = "Send a shorter address."


class HeadersTooLarge(PortalError):
    """The headers are too long or too many."""

    status = 431
    code = "HEADERS_TOO_LARGE"
    action = "Send fewer and shorter headers; a token of ours is well within."


ALL = (RequestTimeout, UriTooLong, HeadersTooLarge)
