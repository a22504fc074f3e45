"""Why a caller is not let in: names, passwords and tokens that are refused."""

from typing import ClassVar

from portal.errors import PortalError


class Unauthorized(PortalError):
    """Who calls is not known; each reason has a class of its own."""

    status = 401
    challenge: ClassVar[str] = "Bearer"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, headers={"WWW-Authenticate": self.challenge})


class InvalidCredentials(Unauthorized):
    """The name or the password is wrong."""

    code = "INVALID_CREDENTIALS"
    action = "Ask for name and password again."


class TokenMissing(Unauthorized):
    """Send a token in the header `Authorization: Bearer ...`."""

    code = "TOKEN_MISSING"
    action = "Sign in, and send the access token with the request."


class TokenRefused(Unauthorized):
    """The token is refused."""

    challenge = 'Bearer error="invalid_token"'


class TokenInvalid(TokenRefused):
    """The token is not one of ours, or not of the kind this needs."""

    code = "TOKEN_INVALID"
    action = "Throw the token away and sign in again."


class TokenExpired(TokenRefused):
    """The token has expired."""

    code = "TOKEN_EXPIRED"
    action = "Trade the refresh token for a new pair, then repeat the request; sign in again when that fails too."


class TokenRevoked(TokenRefused):
    """The session of this token has ended; sign in again."""

    code = "TOKEN_REVOKED"
    action = "Throw both tokens away and sign in again."


class TokenReused(TokenRefused):
    """This refresh token was used before; for safety its whole session has ended. Sign in again."""

    code = "TOKEN_REUSED"
    action = "Throw both tokens away and sign in again; always keep the newest pair."
