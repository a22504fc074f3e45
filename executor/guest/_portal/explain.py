"""What an error means, in a sentence or two for somebody who meets it for the first time."""

import builtins
import io
import linecache
import re
import tomllib
import traceback
from pathlib import Path

_MAX_NAME = 60


def _load_rules() -> list[tuple[type[BaseException], re.Pattern[str], str]]:
    rules = tomllib.loads(Path(__file__).with_name("explanations.toml").read_text("utf-8"))["explanation"]
    named = {**vars(builtins), "UnsupportedOperation": io.UnsupportedOperation}
    return [(named[rule["exception"]], re.compile(rule.get("message", ""), re.DOTALL), rule["means"]) for rule in rules]


_rules = _load_rules()


def explain(exc: BaseException) -> str | None:
    """Return one or two sentences about a common error; None for one that the program raised by its own decision."""
    if _is_deliberate(exc):
        return None
    message = _message(exc)
    for type_, pattern, means in _rules:
        if isinstance(exc, type_) and (match := pattern.search(message)):
            return means.format(*(group[:_MAX_NAME] for group in match.groups() if group is not None))
    return None


def _is_deliberate(exc: BaseException) -> bool:
    """Whether a `raise` statement brought it about; what that means only its author can tell."""
    tb = exc.__traceback__
    while tb is not None and tb.tb_next is not None:
        tb = tb.tb_next
    return tb is not None and linecache.getline(tb.tb_frame.f_code.co_filename, tb.tb_lineno).lstrip().startswith(
        "raise"
    )


def _message(exc: BaseException) -> str:
    """The message, with Python's own suggestion, which it makes only when a traceback is printed."""
    try:
        told = traceback.TracebackException(type(exc), exc, exc.__traceback__, limit=-1)
        text = "".join(told.format_exception_only()).strip()
    except Exception:
        return ""
    return text.rpartition("\n")[2] if isinstance(exc, SyntaxError) else text  # the line before shows the program
