"""Describe an exception without a word about the harness: its message, the learner's line, the learner's own frames."""

import traceback
from types import TracebackType
from typing import Any

from _portal.environment import WORK
from _portal.explanations import explain
from _portal.messages import with_sources

_MAX_MESSAGE = 2000
_MAX_FRAMES = 50
# Where componentize-py mounts the packages of the snapshot.
_HARNESS = ("/0/", "<frozen importlib")


def describe(exc: BaseException, *, in_tests: bool = False) -> dict[str, Any]:
    """Return {"type", "message", "line", "explanation"} of an exception, and what `with_sources` adds.

    `line` is the last of the learner's own lines, or null; `explanation` says what a common error means, or is null.
    """
    line = line_of(exc)
    explanation = explain(exc, in_tests=in_tests, by_tests=in_tests and line is None)
    fields = {"type": type(exc).__name__, "message": shorten(text_of(exc)), "line": line, "explanation": explanation}
    return with_sources(fields)


def text_of(exc: BaseException) -> str:
    """Return the exception's message, whatever its `__str__` does."""
    if isinstance(exc, SyntaxError):
        return str(exc.msg)
    try:
        text = str(exc)
        return text.replace(f" ({WORK}/{exc.name}.py)", "") if isinstance(exc, ImportError) else text
    except Exception:
        return "<no message: its __str__ failed>"


def line_of(exc: BaseException) -> int | None:
    """Return the number of the learner's line that raised, or that could not be parsed."""
    remote = getattr(exc, "_portal_line", None)  # found by the learner's own interpreter
    if type(remote) is int:
        return remote
    if isinstance(exc, SyntaxError) and _is_learners(exc.filename):
        return exc.lineno
    line = None
    for frame, number in traceback.walk_tb(exc.__traceback__):
        if _is_learners(frame.f_code.co_filename):
            line = number
    return line


def format_traceback(exc: BaseException) -> str:
    """Format a traceback that starts at the learner's first frame, with file names relative to the working folder."""
    if isinstance(exc, SyntaxError) and not _learners_part(exc.__traceback__):
        lines = traceback.format_exception_only(exc)
    else:
        described = traceback.TracebackException(type(exc), exc, exc.__traceback__, limit=-_MAX_FRAMES, compact=True)
        _drop_harness(described)
        lines = list(described.format())
    return "".join(lines).replace(f'File "{WORK}/', 'File "')


def shorten(text: str, limit: int = _MAX_MESSAGE) -> str:
    """Cut a text to `limit` characters, saying so, and make it safe to encode."""
    if len(text) > limit:
        text = f"{text[:limit]} ... ({len(text) - limit} more characters)"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _drop_harness(described: traceback.TracebackException | None) -> None:
    """Remove the frames of the harness and of the import system from a traceback and from those chained to it."""
    if described is not None:
        frames = [frame for frame in described.stack if not frame.filename.startswith(_HARNESS)]
        described.stack = traceback.StackSummary.from_list(frames)
        for other in (described.__cause__, described.__context__, *(described.exceptions or ())):
            _drop_harness(other)


def _is_learners(filename: str | None) -> bool:
    return filename is not None and filename.startswith(WORK + "/")


def _learners_part(tb: TracebackType | None) -> TracebackType | None:
    while tb is not None and not _is_learners(tb.tb_frame.f_code.co_filename):
        tb = tb.tb_next
    return tb
