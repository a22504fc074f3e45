"""Show values as Python prints them, cut to a bounded length, and say where two values differ first."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from _portal.errors import shorten
from _portal.messages import Message, without_addresses

MAX_VALUE = 400
_MAX_ELEMENT = 80
_MANY = 200
_HEAD, _TAIL = 80, 20
_MAX_BITS = 10_000


def show(value: object, limit: int = MAX_VALUE) -> str:
    """Return the `repr` of a value, without memory addresses, cut in the middle to `limit` characters."""
    try:
        text = _repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return cut(without_addresses(text), limit)


def cut(text: str, limit: int = MAX_VALUE) -> str:
    """Cut a text in the middle to about `limit` characters."""
    if len(text) > limit:
        text = f"{text[: limit * 2 // 3]} ... {text[-limit // 3 :]}"
    return shorten(text, 2 * limit)


def difference(expected: object, actual: object) -> str | None:
    """Say where two strings, lists, tuples, dicts or sets differ first; None for other values and for equal ones."""
    if type(expected) is not type(actual) or expected == actual:
        return None
    if isinstance(expected, str):
        return _difference_of_strings(expected, actual)
    if isinstance(expected, list | tuple):
        return _difference_of_sequences(expected, actual)
    if isinstance(expected, dict):
        return _difference_of_dicts(expected, actual)
    if isinstance(expected, set | frozenset):
        return _difference_of_sets(expected, actual)
    return None


def _repr(value: Any) -> str:
    """The `repr` of a value; of large ones only the start and the end."""
    if type(value) is int and value.bit_length() > _MAX_BITS:
        return f"<an int of about {value.bit_length() * 3 // 10} digits>"
    if type(value) in (str, bytes) and len(value) > 4 * MAX_VALUE:
        return f"{repr(value[:MAX_VALUE])[:-1]} ... {repr(value[-MAX_VALUE:])[-MAX_VALUE:]}"
    if type(value) in (list, tuple) and len(value) > _MANY:
        return f"{repr(value[:_HEAD])[:-1]}, ..., {repr(value[-_TAIL:])[1:]}"
    if type(value) in (set, frozenset, dict) and len(value) > _MANY:
        items = value.items() if type(value) is dict else value
        return f"{repr(type(value)(islice(items, _HEAD))).rstrip('})')}, ...}}"
    return repr(value)


def _first_difference(expected: Iterable[object], actual: Iterable[object]) -> int | None:
    pairs = enumerate(zip(expected, actual, strict=False))
    return next((index for index, (one, other) in pairs if one != other), None)


def _element(value: object) -> str:
    return show(value, _MAX_ELEMENT)


def _difference_of_strings(expected: str, actual: str) -> Message:
    lines, actual_lines = expected.splitlines(), actual.splitlines()
    if len(lines) > 1 and len(actual_lines) > 1:
        number = _first_difference(lines, actual_lines)
        if number is not None:
            return Message(
                "line {0}: expected {1}, got {2}", number + 1, _element(lines[number]), _element(actual_lines[number])
            )
    index = _first_difference(expected, actual)
    if index is not None:
        return Message("index {0}: expected {1}, got {2}", index, repr(expected[index]), repr(actual[index]))
    if len(expected) > len(actual):
        return Message("{0} is missing at the end", _element(expected[len(actual) :]))
    return Message("{0} at the end is too much", _element(actual[len(expected) :]))


def _difference_of_sequences(expected: Any, actual: Any) -> Message:
    index = _first_difference(expected, actual)
    if index is not None:
        return Message("index {0}: expected {1}, got {2}", index, _element(expected[index]), _element(actual[index]))
    if len(expected) > len(actual):
        return Message("index {0}: {1} is missing", len(actual), _element(expected[len(actual)]))
    return Message("index {0}: {1} is too much", len(expected), _element(actual[len(expected)]))


def _difference_of_dicts(expected: Any, actual: Any) -> Message:
    for key, value in expected.items():
        if key not in actual:
            return Message("the key {0} is missing", _element(key))
        if value != actual[key]:
            return Message("key {0}: expected {1}, got {2}", _element(key), _element(value), _element(actual[key]))
    extra = next(key for key in actual if key not in expected)
    return Message("the key {0} is too much", _element(extra))


def _difference_of_sets(expected: Any, actual: Any) -> Message:
    missing, extra = (
        ", ".join(map(_element, islice(elements, 3))) for elements in (expected - actual, actual - expected)
    )
    if missing and extra:
        return Message("{0} missing; {1} too much", missing, extra)
    return Message("{0} missing", missing) if missing else Message("{0} too much", extra)
