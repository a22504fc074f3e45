"""Read JSON from strangers: bounded before it is parsed, and nothing in it that another parser would read otherwise."""

import json
import re
from typing import Any, NoReturn

from portal.errors import MalformedJson, ValidationFailed

MAX_DEPTH = 32
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def read_object(data: bytes) -> dict[str, Any]:
    """Parse a JSON object.

    Raises:
        MalformedJson: not UTF-8, not JSON, nested deeper than 32, a key given twice, NaN, Infinity or endless digits.
        ValidationFailed: JSON, but no object.
    """
    _check_depth(data)
    try:
        value = json.loads(data.decode(), object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedJson(str(error) if isinstance(error, _DuplicateKey) else None) from None
    if not isinstance(value, dict):
        raise ValidationFailed("The body must be a JSON object.")
    return value


class _DuplicateKey(ValueError):
    """A key was given twice; the message is for the client."""


def _check_depth(data: bytes) -> None:
    depth = 0
    for bracket in re.findall(rb"[\[\]{}]", _STRINGS.sub(b"", data)):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise MalformedJson(f"The body is nested deeper than {MAX_DEPTH} levels.")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DuplicateKey("The body gives a key more than once.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
