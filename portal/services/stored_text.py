"""Bounds for text that programs of learners produced, before it is stored."""

import json
from typing import Any

_MARK = " ... (shortened)"


def shorten(value: Any, max_chars: int) -> Any:
    """Return JSON data in which the longest strings are cut, so that all of them together hold about `max_chars`.

    Args:
        value: strings, numbers, booleans, None, and lists, tuples and dictionaries of them.
    """
    if len(json.dumps(value)) <= max_chars:  # no shorter than its strings, and fast
        return value
    lengths = sorted(_lengths(value))
    if sum(lengths) <= max_chars:
        return value
    return _cut(value, _longest_allowed(lengths, max_chars))


def _longest_allowed(lengths: list[int], room: int) -> int:
    """Return the length at which to cut so that all strings together fit; `lengths` is sorted."""
    for number, length in enumerate(lengths):
        share = room // (len(lengths) - number)
        if length > share:
            return share
        room -= length
    return room


def _lengths(value: Any) -> list[int]:
    if isinstance(value, str):
        return [len(value)]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [length for item in items for length in _lengths(item)]


def _cut(value: Any, longest: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= longest else value[:longest] + _MARK
    if isinstance(value, dict):
        return {key: _cut(item, longest) for key, item in value.items()}
    return [_cut(item, longest) for item in value] if isinstance(value, list | tuple) else value
