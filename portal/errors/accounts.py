"""Who is calling: credentials, tokens, accounts and roles."""

from typing import ClassVar

from portal.errors.base import NotFound, PortalError


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


class Forbidden(PortalError):
    """Only authors may do this."""

    status = 403
    code = "FORBIDDEN"
    action = "Hide what the caller's `role` does not allow; an operator gives roles with `flask set-role`."
