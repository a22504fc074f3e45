"""Say in words for beginners how a value of the right type differs from the expected one, without revealing that."""

import math
import re

from _portal.messages import Message

_BRACES = re.compile(r"\{\w+\}")


def about_content(expected: object, actual: object) -> Message | None:
    if isinstance(expected, str) and isinstance(actual, str):
        return about_strings(expected, actual)
    if isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        return _about_sequences(expected, actual)
    if isinstance(expected, dict) and isinstance(actual, dict):
        return _about_dicts(expected, actual)
    if isinstance(expected, set | frozenset) and isinstance(actual, set | frozenset):
        if expected < actual:
            return Message("The set has elements that do not belong in it.")
        return Message("Elements are missing in the set.") if actual < expected else None
    return _about_numbers(expected, actual) if both_numbers(expected, actual) else None


def about_strings(expected: str, actual: str) -> Message | None:
    if not actual:
        return Message("Your program returned an empty string.")
    return _about_almost_equal_strings(expected, actual) or _about_parts_of_strings(expected, actual)


def _about_almost_equal_strings(expected: str, actual: str) -> Message | None:
    if (braces := _BRACES.search(actual)) and braces[0] not in expected:
        return Message('The text contains {0} as it stands. Put an f in front of the opening quote: f"...".', braces[0])
    if actual.strip() == expected.strip():
        return Message("The text is right, except for spaces or line breaks at its start or end.")
    if actual.casefold() == expected.casefold():
        return Message("The text is right, except for upper and lower case.")
    if "".join(actual.split()) == "".join(expected.split()):
        return Message("The text is right, except for spaces or line breaks in it.")
    if _letters(actual) == _letters(expected) != "":
        return Message("The letters are right. Check the punctuation and the spaces.")
    return None


def _about_parts_of_strings(expected: str, actual: str) -> Message | None:
    if expected.startswith(actual):
        return Message("The text ends too early.")
    if expected and actual.startswith(expected):
        return Message("The text starts right, but goes on too long.")
    return Message("The text is in reverse order.") if actual == expected[::-1] else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _about_sequences(
    expected: list[object] | tuple[object, ...], actual: list[object] | tuple[object, ...]
) -> Message | None:
    kind = type(actual).__name__
    if not actual:
        return Message("Your program returned an empty {0}.", kind)
    if not expected:
        return Message("The {0} should be empty here.", kind)
    if len(expected) == len(actual):
        return _about_elements(list(expected), list(actual))
    if list(expected[: len(actual)]) == list(actual):
        return Message(
            "The {0} starts right, but elements are missing at its end. Check where your loop or range ends.", kind
        )
    if list(actual[: len(expected)]) == list(expected):
        return Message("The {0} starts right, but has too many elements. Check where your loop or range ends.", kind)
    if _is_within(list(actual), list(expected)):
        return Message("Elements are missing in the {0}.", kind)
    if _is_within(list(expected), list(actual)):
        return Message("The {0} has elements that do not belong in it.", kind)
    return None


def _is_within(part: list[object], whole: list[object]) -> bool:
    """Whether all elements of a list are in another one, in the same order."""
    rest = iter(whole)
    return all(any(item == other for other in rest) for item in part)


def _about_elements(expected: list[object], actual: list[object]) -> Message | None:
    if expected == actual[::-1]:
        return Message("The elements are right, but in reverse order.")
    if _unordered(expected) == _unordered(actual):
        return Message("The elements are right, but not their order.")
    if [str(item) for item in expected] == [str(item) for item in actual]:
        return Message("The elements look right, but some have the wrong type, such as a string instead of a number.")
    return None


def _unordered(values: list[object] | tuple[object, ...]) -> list[str]:
    return sorted(map(repr, values))


def _about_dicts(expected: dict[object, object], actual: dict[object, object]) -> Message | None:
    if not actual:
        return Message("Your program returned an empty dictionary.")
    if expected.keys() == actual.keys():
        return Message("The keys of the dictionary are right, but a value is not.")
    if expected.keys() > actual.keys():
        return Message("Keys are missing in the dictionary.")
    return Message("The dictionary has keys that do not belong in it.") if expected.keys() < actual.keys() else None


def both_numbers(expected: object, actual: object) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in (expected, actual))


def _about_numbers(expected: object, actual: object) -> Message | None:
    if isinstance(expected, float) and isinstance(actual, float) and math.isclose(expected, actual, rel_tol=1e-9):
        return Message("The number differs only by a rounding error. Calculate in another order, or use round().")
    if actual == -expected and actual:
        return Message("The number has the wrong sign.")
    if abs(actual - expected) == 1 and min(actual, expected) > 1:
        return Message("The result is off by one. Check where your loop or range starts and ends, and < against <=.")
    if isinstance(expected, float) and actual == math.floor(expected):
        return Message("The digits after the decimal point are missing. Use / instead of //, and do not round.")
    return None
