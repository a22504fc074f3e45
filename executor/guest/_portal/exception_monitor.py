"""See each exception when it is raised, before any handler does: to make it what it would be on Linux.

Errors of the operating system get Linux's numbers, and tracebacks lose the frames of the harness.
"""

import re
import sys
from types import CodeType

from _portal import harness_frames, linux_errors

_TOOL = 4
# A program without these words raises no error of the operating system, nor of a power that is too large, and shows no
# traceback of its own. With the monitor, each exception costs more, in every frame that it passes through.
_WORDS = re.compile(
    r"\b(open|os|io|pathlib|Path|errno|socket|shutil|tempfile|glob|select|subprocess|mmap|fileinput|zipfile|tarfile|gzip"
    r"|pow|shelve|dbm|urllib|http|importlib|runpy|__import__|sqlite3|logging|OSError"
    r"|traceback|__traceback__|exc_info|excepthook|unraisablehook|inspect|asyncio)\b|\*\*"
)


# To look one up takes less time than to compare the beginning of a name, or to read the traceback.
_harness_files: set[str] = set()
# Whether the last exception was seen in a frame of the harness.
_was_in_harness = False


def install() -> None:
    """Prepare to monitor, once all modules of the harness are loaded."""
    _harness_files.update(harness_frames.loaded_files())
    sys.monitoring.use_tool_id(_TOOL, "exception_monitor")
    sys.monitoring.register_callback(_TOOL, sys.monitoring.events.RAISE, _on_raise)


def concerns(code: str) -> bool:
    """Whether a program can tell the difference."""
    return _WORDS.search(code) is not None


def start() -> None:
    """Monitor from now on."""
    sys.monitoring.set_events(_TOOL, sys.monitoring.events.RAISE)


def _on_raise(code: CodeType, _offset: int, exc: BaseException) -> None:
    """Receive an exception in the frame that raised it, and in each that it passes through."""
    global _was_in_harness
    if type(exc) in linux_errors.TYPES:
        linux_errors.translate(exc)
    if code.co_filename in _harness_files:
        _was_in_harness = True
    elif _was_in_harness:
        _was_in_harness = False
        harness_frames.unlink_next(exc.__traceback__)
