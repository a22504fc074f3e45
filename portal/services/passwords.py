"""Passwords: bcrypt over the base64 of a SHA-256, so that every character of a long one counts."""

import base64
import functools
import hashlib
import unicodedata

import bcrypt


def hash_password(password: str, *, rounds: int) -> str:
    """Hash a password; takes about 2**rounds steps."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(rounds)).decode()


def matches(password: str, password_hash: str | None, *, rounds: int) -> bool:
    """Check a password; without a hash (an unknown user) it costs the same and is False."""
    correct = bcrypt.checkpw(_digest(password), (password_hash or _nobodys_hash(rounds)).encode())
    return correct and password_hash is not None


@functools.cache
def _nobodys_hash(rounds: int) -> str:
    return hash_password("", rounds=rounds)


def _digest(password: str) -> bytes:
    """Reduce to 44 bytes, within the 72 that bcrypt reads."""
    normal = unicodedata.normalize("NFC", password).encode()
    return base64.b64encode(hashlib.sha256(normal).digest())
