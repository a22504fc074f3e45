"""Passwords: which ones are allowed, and how they are hashed.

bcrypt reads at most 72 bytes, so it gets the base64 of a SHA-256: every byte of a long password counts.
"""

import base64
import functools
import gzip
import hashlib
import unicodedata
from pathlib import Path

import bcrypt

from portal.bulkhead import Bulkhead
from portal.errors import ValidationFailed
from portal.services import account_names

_COMMON = Path(__file__).resolve().parent.parent / "data" / "common-passwords.txt.gz"


def check_new(password: str, *, email: str | None, username: str, field: str) -> None:
    """Refuse a password that is easy to guess; letter case and surrounding whitespace are ignored.

    Raises:
        ValidationFailed: it is common, or a name of the account; the reason is in `details` under `field`.
    """
    normalised = account_names.key(password.strip())
    if account_names.is_blank(normalised) or normalised in _common():
        raise ValidationFailed(details={field: ["This is one of the most common passwords; choose another."]})
    names = (username,) if email is None else (username, email, email.rpartition("@")[0])
    if normalised in {account_names.key(name) for name in names}:
        raise ValidationFailed(
            details={field: ["Must not be your email address, the part of it before the @, or your username."]}
        )


class PasswordHasher:
    """Hashes and checks passwords, at most as many at once as the bulkhead allows: bcrypt is slow on purpose."""

    def __init__(self, rounds: int, bulkhead: Bulkhead) -> None:
        self._rounds = rounds
        self._bulkhead = bulkhead

    def hash(self, password: str) -> str:
        """Hash a password; takes about 2**rounds steps. Raises ServiceBusy when no place becomes free in time."""
        with self._bulkhead.enter():
            return bcrypt.hashpw(_digest(password), bcrypt.gensalt(self._rounds)).decode()

    def matches(self, password: str, password_hash: str | None) -> bool:
        """Check a password; without a hash (an unknown user) it takes the same time and returns False."""
        expected = password_hash or _dummy_hash(self._rounds)
        with self._bulkhead.enter():
            matches = bcrypt.checkpw(_digest(password), expected.encode())
        return matches and password_hash is not None


@functools.cache
def _common() -> frozenset[str]:
    with gzip.open(_COMMON, "rt", encoding="utf-8") as lines:
        return frozenset(account_names.key(line.strip()) for line in lines)


@functools.cache
def _dummy_hash(rounds: int) -> str:
    return bcrypt.hashpw(_digest(""), bcrypt.gensalt(rounds)).decode()


def _digest(password: str) -> bytes:
    """Reduce to 44 bytes, within the 72 that bcrypt reads."""
    normal = unicodedata.normalize("NFC", password).encode()
    return base64.b64encode(hashlib.sha256(normal).digest())
