"""Why a name means nothing to Python where the program uses it, as far as the rest of the program tells."""

import builtins
import linecache
import re
from types import FrameType

from _portal.learner_source import LearnerSource
from _portal.messages import Message

# Functions that beginners call without importing them.
_MODULES = {
    "randint": "random", "choice": "random", "shuffle": "random", "randrange": "random", "sample": "random",
    "sqrt": "math", "ceil": "math", "floor": "math", "hypot": "math", "sleep": "time",
    "Counter": "collections", "defaultdict": "collections", "dataclass": "dataclasses",
}  # fmt: skip


def about_name(exc: NameError, frame: FrameType, line: str, message: str) -> Message | None:
    """Explain a name that has no value, if the line or the program shows why."""
    if isinstance(exc, UnboundLocalError):
        local = re.search(r"local variable '(\w+)'", message)
        return about_hidden_builtin(local[1]) if local and local[1] in vars(builtins) else None
    name, suggested = exc.name, re.search(r"Did you mean: '(.+?)'", message)
    if not isinstance(name, str):
        return None
    is_called = re.search(rf"\b{re.escape(name)}\s*\(", line) is not None
    if suggested is not None and (suggested[1] not in vars(builtins) or is_called or not suggested[1].islower()):
        return None
    if (elsewhere := _about_definition(name, frame)) is not None:
        return elsewhere
    if name in _MODULES and (is_called or line.startswith("@")):
        return Message(
            "{0} is in the module {1}: write from {1} import {0} at the top of your program before you use it.",
            name,
            _MODULES[name],
        )
    return None if suggested is None else _about_builtin(name, suggested[1])


def about_hidden_builtin(name: str) -> Message:
    """Explain a variable with the name of a function of Python's own."""
    return Message(
        "Your program uses the name {0} for a variable, which hides Python's own {0}(). "
        "Give the variable another name.",
        name,
    )


def _about_builtin(name: str, suggested: str) -> Message:
    """Explain a name that Python finds similar to one of its functions, by chance perhaps: `name = Ann` and `any`."""
    return Message(
        "There is nothing called {0} at this point. If it is a string, put it in quotes. If it should be {1}, "
        "correct the spelling; capital letters count.",
        name,
        suggested,
    )


def _about_definition(name: str, frame: FrameType) -> Message | None:
    """Explain a name that the program defines further down, or inside a function."""
    source = LearnerSource("".join(linecache.getlines(frame.f_code.co_filename)))
    line = source.line_of_definition(name)
    if line is not None and (frame.f_code.co_name != "<module>" or line > frame.f_lineno):
        return Message(
            "{0} is defined on line {1}, and Python has not reached that line yet: it runs a program from top to "
            "bottom. Put that definition above the line that needs it.",
            name,
            line,
        )
    function = source.function_setting(name)
    if frame.f_code.co_name == "<module>" and function is not None:
        return Message(
            "{0} is a variable of the function {1} and exists only inside it. "
            "Return its value there, and store in a variable here what {1}() returns.",
            name,
            function,
        )
    return None
