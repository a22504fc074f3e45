"""Read JSON from strangers: bounded before it is parsed, and nothing in it that another parser would read otherwise."""

import json
import math
import re
from typing import Any, NoReturn

from portal.errors import MalformedJson, ValidationFailed

MAX_DEPTH = 32
# A string up to its closing quote, or to the end: as nothing can fail to match, no body makes the search go back.
_STRINGS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_UNSAFE = re.compile(r"[\0\ud800-\udfff]")


def read_object(data: bytes) -> dict[str, Any]:
    """Parse a JSON object.

    Raises:
        MalformedJson: not UTF-8, not JSON, nested deeper than 32, a repeated key, a key with NUL or a lone surrogate,
            or an invalid number: NaN, Infinity, 1e999, endless digits.
        ValidationFailed: JSON, but not an object.
    """
    _check_depth(data)
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_checked_keys, parse_constant=_refuse_constant, parse_float=_finite
        )
    except (ValueError, RecursionError) as error:
        raise MalformedJson(str(error) if isinstance(error, _BadKey) else None) from None
    if not isinstance(value, dict):
        raise ValidationFailed("The body must be a JSON object.")
    return value


class _BadKey(ValueError):
    """A key was given twice, or is not fit to be one; the message is for the client."""


def _check_depth(data: bytes) -> None:
    depth = 0
    for bracket in re.finditer(rb"[\[\]{}]", _STRINGS.sub(b"", data)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MAX_DEPTH:
            raise MalformedJson(f"The body is nested deeper than {MAX_DEPTH} levels.")


def _checked_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _BadKey("The body gives a key more than once.")
    if any(_UNSAFE.search(key) for key in found):
        raise _BadKey("A key of the body contains a NUL character or a lone surrogate.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError("a number out of range")
    return number
