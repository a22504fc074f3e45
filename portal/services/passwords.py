"""Passwords: which may be chosen; and bcrypt over the base64 of a SHA-256, so that all of a long one counts."""

import base64
import functools
import gzip
import hashlib
import unicodedata
from pathlib import Path

import bcrypt

from portal import names
from portal.errors import ValidationFailed

_COMMON = Path(__file__).resolve().parent.parent / "data" / "common-passwords.txt.gz"


def check_new(password: str, *, email: str, username: str, field: str) -> None:
    """Refuse a password that would be guessed first, letter case and blanks around it apart.

    Raises:
        ValidationFailed: it is common, or a name of the account; `details` says so under `field`.
    """
    guess = names.key(password.strip())
    if guess in _common():
        complaint = "This is one of the most common passwords; choose another."
    elif guess in {names.key(name) for name in (email, email.rpartition("@")[0], username)}:
        complaint = "Must not be your email address, the part of it before the @, or your username."
    else:
        return
    raise ValidationFailed(details={field: [complaint]})


def hash_password(password: str, *, rounds: int) -> str:
    """Hash a password; takes about 2**rounds steps."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(rounds)).decode()


def matches(password: str, password_hash: str | None, *, rounds: int) -> bool:
    """Check a password; without a hash (an unknown user) it costs the same and is False."""
    correct = bcrypt.checkpw(_digest(password), (password_hash or _nobodys_hash(rounds)).encode())
    return correct and password_hash is not None


@functools.cache
def _common() -> frozenset[str]:
    with gzip.open(_COMMON, "rt", encoding="utf-8") as lines:
        return frozenset(names.key(line.strip()) for line in lines)


@functools.cache
def _nobodys_hash(rounds: int) -> str:
    return hash_password("", rounds=rounds)


def _digest(password: str) -> bytes:
    """Reduce to 44 bytes, within the 72 that bcrypt reads."""
    normal = unicodedata.normalize("NFC", password).encode()
    return base64.b64encode(hashlib.sha256(normal).digest())
