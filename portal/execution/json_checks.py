"""Checks of single JSON values that cannot be trusted: each returns the value, or raises ValueError."""

import math
from collections.abc import Callable, Collection
from typing import Any, TypeVar

T = TypeVar("T")

# What other parsers of JSON can read as well.
_MAX_NUMBER = 2**53


def text(value: object, max_chars: float = math.inf) -> str:
    """A string; lone surrogates, which JSON can contain as escapes, are replaced."""
    if not isinstance(value, str) or len(value) > max_chars:
        raise ValueError(f"not a string of at most {max_chars} characters")
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def one_of(value: object, allowed: Collection[str]) -> str:
    """One of some strings."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError("not one of the allowed strings")
    return value


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("not a boolean")
    return value


def whole(value: object) -> int:
    """A whole number."""
    if type(value) is not int or abs(value) > _MAX_NUMBER:
        raise ValueError("not a whole number of at most 53 bits")
    return value


def number(value: object, minimum: float = -_MAX_NUMBER) -> float:
    """A number that is neither NaN nor out of range."""
    if type(value) not in (int, float) or not minimum <= value <= _MAX_NUMBER:  # type: ignore[operator]
        raise ValueError(f"not a number from {minimum}")
    return float(value)  # type: ignore[arg-type]


def items(value: object, max_items: float = math.inf) -> list[Any]:
    """A list."""
    if not isinstance(value, list) or len(value) > max_items:
        raise ValueError(f"not a list of at most {max_items} items")
    return value


def record(value: object) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def optional(check: Callable[[object], T], value: object) -> T | None:
    """Null, or what passes the check."""
    return None if value is None else check(value)
