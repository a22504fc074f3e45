"""What an error means, in a sentence or two for somebody who meets it for the first time."""

import builtins
import io
import linecache
import re
import tomllib
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from _portal.messages import Message

_MAX_NAME = 60
_CONSTRUCTORS = frozenset(("_init_", "__int__", "_init", "init", "__init", "init__", "__ini__", "_init__", "__init_"))


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
    if line.startswith("raise"):
        return None
    message = _message(exc)
    if frame is not None and (detail := _missing_constructor(frame, message) or _hidden_builtin(frame, line, message)):
        return detail
    for rule in _rules:
        if isinstance(exc, rule.exception) and (rule.line is None or rule.line.search(line)):
            match = rule.message.search(message)
            if match:
                text = rule.by_tests if by_tests else rule.in_tests if in_tests else rule.means
                return Message(text, *(group[:_MAX_NAME] for group in match.groups() if group is not None))
    return None


def _raised_in(exc: BaseException) -> tuple[FrameType | None, str]:
    """Return the frame that raised, and its line of source."""
    tb = exc.__traceback__
    while tb is not None and tb.tb_next is not None:
        tb = tb.tb_next
    if tb is None:
        return None, ""
    return tb.tb_frame, linecache.getline(tb.tb_frame.f_code.co_filename, tb.tb_lineno).strip()


def _missing_constructor(frame: FrameType, message: str) -> Message | None:
    match = re.search(r"(\w+)\(\) takes no arguments", message)
    class_ = match and (frame.f_locals.get(match[1]) or frame.f_globals.get(match[1]))
    return misnamed_constructor(match[1], set(vars(class_))) if match and isinstance(class_, type) else None


def misnamed_constructor(class_name: str, names: set[str]) -> Message | None:
    """Explain a method that was meant to be `__init__`, if one of the names in a class looks like it."""
    wrong = sorted(_CONSTRUCTORS & names)
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
            return Message(
                "Your program uses the name {0} for a variable, which hides Python's own {0}(). "
                "Give the variable another name.",
                name,
            )
    return None


def _message(exc: BaseException) -> str:
    """The message, with Python's own suggestion, which it makes only when a traceback is printed."""
    try:
        described = traceback.TracebackException(type(exc), exc, exc.__traceback__, limit=-1)
        text = "".join(described.format_exception_only()).strip()
    except Exception:
        return ""
    return text.rpartition("\n")[2] if isinstance(exc, SyntaxError) else text  # the line before shows the program
