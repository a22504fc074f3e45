"""Accounts and their sessions."""

from dataclasses import dataclass

ROLES = ("learner", "author", "admin")


@dataclass(frozen=True)
class User:
    """An account; authors and admins may manage exercises."""

    id: str
    email: str | None
    username: str
    password_hash: str
    created_at: str
    role: str = "learner"

    @property
    def is_author(self) -> bool:
        """Whether the account may manage exercises."""
        return self.role in ("author", "admin")


@dataclass(frozen=True)
class Session:
    """One sign-in, and the family of refresh tokens issued for it.

    Attributes:
        generation: number of the refresh token that is valid now.
        spent_at: when earlier generations were spent, as far back as the grace period reaches.
    """

    id: str
    user_id: str
    generation: int
    spent_at: dict[str, str]
    created_at: str
    last_used_at: str
    expires_at: str
    revoked_at: str | None
    address: str
    user_agent: str


@dataclass(frozen=True)
class SignIn:
    """A user together with the session that was just opened or refreshed."""

    user: User
    session: Session
