"""Errors that reach no handler, such as those of finalizers: Python prints them, and the program goes on."""

import errno
import sys
from typing import Any

from _portal import environment, errors, harness_frames, json_text, linux_errors

_print = sys.unraisablehook


def install() -> None:
    """Have errors printed as on Linux, without the frames of the harness."""
    sys.unraisablehook = sys.__unraisablehook__ = unraisablehook


def forget_programs_hook() -> None:
    """Leave errors unprinted from now on if the program has a hook of its own, as Python does when it ends."""
    if getattr(sys, "unraisablehook", None) is not unraisablehook:
        sys.unraisablehook = _report


def unraisablehook(unraisable: Any, /) -> None:
    """Handle an unraisable exception."""
    _report(unraisable)
    type_, value, tb = unraisable.exc_type, unraisable.exc_value, harness_frames.drop(unraisable.exc_traceback)
    _print(type(unraisable)((type_, value, tb, unraisable.err_msg, unraisable.object)))


def _report(unraisable: Any) -> None:
    """Report that a file became too large: what was written to it last is lost."""
    error = unraisable.exc_value
    linux_errors.translate(error)
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        environment.report(json_text.dumps({"file_limit": errors.describe(error)}))
