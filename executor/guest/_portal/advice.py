"""Say in words for beginners why a value is not the one that a test expects. No text reveals the expected value."""

from _portal import content_advice, learner_source, mistakes
from _portal.class_proxy import RemoteType
from _portal.learner_source import LearnerSource
from _portal.messages import TRUE_OR_FALSE, Message
from _portal.syntax_tree import Function

_LAZY = (
    "range",
    "map",
    "filter",
    "zip",
    "enumerate",
    "reversed",
    "generator",
    "dict_keys",
    "dict_values",
    "dict_items",
)
_FUNCTIONS = ("function", "method", "builtin_function_or_method")


def about_value(expected: object, actual: object, printed: str, name: str, source: LearnerSource) -> Message | None:
    """Explain a wrong value; None when nothing better can be said than that it is wrong.

    Args:
        printed: what the learner's program printed during the test.
        name: the function that returned it, `f` or `Class.f`; empty when it is not known.
    """
    if actual is None and expected is not None:
        return _about_none(expected, printed, name, source.function(name))
    if type(actual).__name__ in _FUNCTIONS or isinstance(actual, RemoteType):
        return Message(
            "Your program returned a function or a class, not a result. Call it with parentheses, as in name()."
        )
    if type(actual).__name__ == "generator" and isinstance(expected, list):
        return Message(
            "Your program returned a generator, not a list. Build a list, for example with list(...) or append()."
        )
    if _holds_functions(actual) and not _holds_functions(expected):
        return Message("The list holds functions, not their results. Call each with parentheses, as in name().")
    if type(actual).__name__ in _LAZY and isinstance(expected, str | list | tuple | set | dict):
        return Message("Your program returned {0:a}, but the test expects {1:a}.", _kind(actual), _kind(expected))
    if (about_types := _about_types(expected, actual)) is not None:
        return about_types
    function = source.function(name)
    mistake = mistakes.in_function(function) if function is not None else None
    return mistake or content_advice.about_content(expected, actual)


def _holds_functions(value: object) -> bool:
    return isinstance(value, list) and any(type(element).__name__ in _FUNCTIONS for element in value)


def about_changed_argument() -> Message:
    """Explain a wrong value of something that the test passed to the program."""
    return Message(
        "Your program changed the value that the test passed to it. Build a new one, and leave the old one as it is."
    )


def about_output(expected: object, actual: str, returned: object) -> Message | None:
    """Explain captured output that is wrong."""
    if not isinstance(expected, str):
        return None
    if not actual:
        if returned is not None and str(returned).strip() == expected.strip():
            return Message("Your function returned the right text, but the test expects it to be printed. Use print().")
        return Message("Your program printed nothing, but the test expects output. Use print().")
    if actual.strip() == expected.strip():
        return Message("The printed text is right, except for spaces or line breaks at its start or end.")
    if actual.split() == expected.split():
        return Message("The printed words are right, but the spaces or line breaks between them are not.")
    return content_advice.about_strings(expected, actual)


def about_affix(expected: object, actual: object, returned: object) -> Message | None:
    """Explain a string that does not start or end as expected; `returned` is what the learner's function returned."""
    if not isinstance(expected, str) or not isinstance(actual, str):
        return None
    if isinstance(returned, str) and expected in returned and expected not in actual:
        return Message("Your function returned the right text, but the test expects it to be printed. Use print().")
    return Message("The expected text is there, but not at the right place.") if expected in actual else None


def about_input_that_ends() -> Message:
    """Explain a program that reads more lines than the test has for it."""
    return Message(
        "Your program called input() more often than the test has lines for it. Ask only for what the exercise says, "
        "and if a loop asks, check when it ends."
    )


def about_no_error() -> Message:
    """Explain a test that expects an error when none was raised."""
    return Message(
        "The test expects your program to raise an error here, but it raised none. "
        'Check for this case and use raise, as in raise ValueError("...").'
    )


def _about_none(expected: object, printed: str, name: str, function: Function | None) -> Message:
    called = f"{name.rpartition('.')[2]}()" if name else "Your function"
    if _is_printed(expected, printed):
        return Message("{0} printed the right value, but it returned None. Write return instead of print().", called)
    if function is None:
        return Message(
            '{0} returned None, which means "no value". Check that it reaches a return with a value.', called
        )
    if learner_source.is_empty(function):
        return Message("{0} has no code yet, so it returned None. Write the code, and return the result.", called)
    method = learner_source.changing_method_returned(function)
    if method:
        return Message(
            "{0}() changes the object and returns None. Call it on a line of its own, then return the object.", method
        )
    statements = learner_source.returns(function)
    if not statements:
        if learner_source.prints(function):
            return Message(
                "{0} has no return statement, so it returned None. Add a return with the result. "
                "print() only shows a value.",
                called,
            )
        return Message("{0} has no return statement, so it returned None. Add a return with the result.", called)
    if all(statement.value is None for statement in statements):
        return Message(
            "The return in {0} has no value after it, so it returned None. Write the result after return.", called
        )
    return _about_returned_none(called, function)


def _about_returned_none(called: str, function: Function) -> Message:
    """Explain None from a function that has returns with values: it reached none, or the value was None."""
    if not learner_source.may_return_none(function):
        return Message(
            "{0} ended without reaching a return for this case, so it returned None. "
            "Check the indentation of return, and what happens when no condition is true.",
            called,
        )
    if learner_source.always_returns(function):
        return Message(
            "{0} reached a return, but the value after it was None. It can come from get() for a missing key, "
            "from print(), or from a function without return.",
            called,
        )
    return Message('{0} returned None, which means "no value". Check that it reaches a return with a value.', called)


def _is_printed(expected: object, printed: str) -> bool:
    if not printed.strip() or (isinstance(expected, bool | None) and not printed.strip()):
        return False
    return printed.strip() == str(expected).strip() or printed.strip().splitlines()[-1] == str(expected)


def _about_types(expected: object, actual: object) -> Message | None:
    if isinstance(actual, str) and isinstance(expected, bool | int | float | list | tuple | dict):
        if actual == str(expected):
            return Message(
                "Your program returned a string, but {0:a} is expected. Leave out the quotes or str().", _kind(expected)
            )
        return Message("Your program returned a string, but the test expects {0:a}.", _kind(expected))
    if isinstance(expected, str) and isinstance(actual, bool | int | float):
        return Message(
            "Your program returned {0:a}, but the test expects a string. Use str() or an f-string.", _kind(actual)
        )
    if isinstance(expected, bool) and isinstance(actual, bool):
        return None
    if isinstance(expected, bool) != isinstance(actual, bool) and isinstance(actual, bool | int | float | str):
        return Message("Your program returned {0:a}, but the test expects {1:a}.", _kind(actual), _kind(expected))
    kinds = (list, tuple, set, frozenset, dict, str, int, float)
    if type(expected) in kinds and type(actual) in kinds and not content_advice.both_numbers(expected, actual):
        if type(expected) is type(actual):
            return None
        return Message("Your program returned {0:a}, but the test expects {1:a}.", _kind(actual), _kind(expected))
    return None


def _kind(value: object) -> str:
    """Name the type of a value for `{0:a}`."""
    if isinstance(value, bool):
        return TRUE_OR_FALSE
    return "number" if isinstance(value, int | float) else type(value).__name__
