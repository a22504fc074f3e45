"""What an error means, in a sentence or two for somebody who meets it for the first time."""

import builtins
import io
import linecache
import re
import sys
import tomllib
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, FunctionType

from _portal import name_errors, syntax_errors
from _portal.environment import WORK
from _portal.messages import Message

_MAX_NAME = 60
_ANYWHERE = re.compile("").match("")
# The word in the middle of names such as `_init_`, `__int__` and `__innit__`.
_LIKE_INIT = frozenset(("init", "int", "ini", "inti", "innit", "initt", "intit", "inint", "inity"))


@dataclass(frozen=True)
class _Rule:
    """One entry of explanations.toml."""

    exception: type[BaseException]
    message: re.Pattern[str]
    line: re.Pattern[str] | None
    means: str
    in_tests: str
    by_tests: str


def _load_rules() -> list[_Rule]:
    entries = tomllib.loads(Path(__file__).with_name("explanations.toml").read_text("utf-8"))["explanation"]
    named = {**vars(builtins), "UnsupportedOperation": io.UnsupportedOperation}
    return [
        _Rule(
            named[entry["exception"]],
            re.compile(entry.get("message", ""), re.DOTALL),
            re.compile(entry["line"]) if "line" in entry else None,
            entry["means"],
            entry.get("in_tests", entry["means"]),
            entry.get("by_tests", entry.get("in_tests", entry["means"])),
        )
        for entry in entries
    ]


_rules = _load_rules()


def explain(exc: BaseException, *, in_tests: bool = False, by_tests: bool = False) -> Message | None:
    """Return one or two sentences about a common error; None for one that the program raised by its own decision.

    Args:
        in_tests: it was raised while a test ran.
        by_tests: no line of the learner's is to blame: the tests called or used something in a way that failed.
    """
    frame, line = _raised_in(exc)
    message = _message(exc)
    if line.startswith("raise") and not _is_mistake_in_raise(exc, message):
        return None
    if (detail := _detail(exc, frame, line, message, by_tests=by_tests)) is not None:
        return detail
    if isinstance(exc, SyntaxError):
        line = syntax_errors.marked_line(exc)
    for rule in _rules:
        if isinstance(exc, rule.exception) and (at := rule.line.search(line) if rule.line else _ANYWHERE):
            match = rule.message.search(message)
            if match:
                text = rule.by_tests if by_tests else rule.in_tests if in_tests else rule.means
                groups = (*match.groups(), *at.groups())
                return Message(text, *(_value(group) for group in groups if group is not None))
    return None


def _is_mistake_in_raise(exc: BaseException, message: str) -> bool:
    """Whether Python raised this because of what stands in a raise statement, such as a misspelt name."""
    return (isinstance(exc, NameError) and exc.name is not None) or "must derive from BaseException" in message


def _detail(exc: BaseException, frame: FrameType | None, line: str, message: str, *, by_tests: bool) -> Message | None:
    """Explain what takes more than the message and the line to know."""
    if isinstance(exc, SyntaxError):
        return syntax_errors.about_character(exc)
    if frame is None:
        return None
    if isinstance(exc, NameError):
        return name_errors.about_name(exc, frame, line, message)
    if isinstance(exc, AttributeError):
        return None if by_tests else _about_attribute(exc, message)
    return _missing_constructor(frame, message) or _hidden_builtin(frame, line, message)


def _value(group: str) -> str:
    """Return what a group of a rule matched, without the English words that Python puts between values."""
    text = group[:_MAX_NAME].replace(syntax_errors.HERE, "")
    text = text.rpartition("<locals>.")[2]
    text = re.sub(r"^from (\d+) to (\d+)$", r"\1-\2", text)
    return re.sub(r",? and (?=')", ", ", text).removesuffix(" or pow()")


def _raised_in(exc: BaseException) -> tuple[FrameType | None, str]:
    """Return the frame that raised, and its line of source."""
    tb = exc.__traceback__
    while tb is not None and tb.tb_next is not None:
        tb = tb.tb_next
    if tb is None:
        return None, ""
    return tb.tb_frame, linecache.getline(tb.tb_frame.f_code.co_filename, tb.tb_lineno).strip()


def _about_attribute(exc: AttributeError, message: str) -> Message | None:
    """Explain an attribute that an object of one of the program's own classes does not have."""
    class_ = type(exc.obj)
    if exc.name is None or not _is_learners(class_):
        return None
    setting = {name for name, value in vars(class_).items() if exc.name in _names_used(value)}
    if "__init__" not in vars(class_) and (misnamed := misnamed_constructor(class_.__name__, setting)) is not None:
        return misnamed
    if "Did you mean" in message:
        return None
    return Message(
        "{0:A} has no {1}. Check the spelling, and that __init__ sets self.{1} or the class defines it.",
        class_.__name__,
        exc.name,
    )


def _names_used(function: object) -> tuple[str, ...]:
    return function.__code__.co_names if isinstance(function, FunctionType) else ()


def _is_learners(class_: type) -> bool:
    file = getattr(sys.modules.get(class_.__module__), "__file__", None)
    return isinstance(file, str) and file.startswith(WORK + "/")


def _missing_constructor(frame: FrameType, message: str) -> Message | None:
    match = re.search(r"(\w+)\(\) takes no arguments", message)
    class_ = match and (frame.f_locals.get(match[1]) or frame.f_globals.get(match[1]))
    return misnamed_constructor(match[1], set(vars(class_))) if match and isinstance(class_, type) else None


def misnamed_constructor(class_name: str, names: set[str]) -> Message | None:
    """Explain a method that was meant to be `__init__`, if one of the names in a class looks like it."""
    wrong = sorted(name for name in names - {"__init__"} if name.lower().strip("_") in _LIKE_INIT)
    if not wrong:
        return None
    return Message(
        "The class {0} has a method called {1}, which Python does not call when an object is made. "
        "Its name must be __init__, with two underscores on each side.",
        class_name,
        wrong[0],
    )


def _hidden_builtin(frame: FrameType, line: str, message: str) -> Message | None:
    """Explain a call of a name such as `str` or `input` that the program uses for a variable."""
    match = re.search(r"'(\w+)' object is not callable", message)
    if not match:
        return None
    for name in re.findall(r"\b(\w+)\s*\(", line):
        value = frame.f_locals.get(name, frame.f_globals.get(name))
        if name in vars(builtins) and type(value).__name__ == match[1]:
            return name_errors.about_hidden_builtin(name)
    return None


def _message(exc: BaseException) -> str:
    """The message, with Python's own suggestion, which it makes only when a traceback is printed."""
    try:
        described = traceback.TracebackException(type(exc), exc, exc.__traceback__, limit=-1)
        text = "".join(described.format_exception_only()).strip()
    except Exception:
        return ""
    if not isinstance(exc, SyntaxError):
        return text
    return syntax_errors.without_far_fetched_word(exc, text.rpartition("\n")[2])  # the line before shows the program
