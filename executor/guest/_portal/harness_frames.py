"""Hide the frames of the harness from programs: in tracebacks, in stacks that the library shows, and in warnings."""

import faulthandler
import inspect
import itertools
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from types import CodeType, FrameType, TracebackType
from typing import Any

# Where componentize-py mounts the modules of the snapshot.
_FILES = ("/0/_portal/", "/0/guest.py", "/0/wit_world/")
# As many as faulthandler shows.
_MAX_FRAMES = 100
_walk_stack = traceback.walk_stack
_getouterframes = inspect.getouterframes


def install() -> None:
    """Leave the frames of the harness out of what the library shows of a stack."""
    traceback.walk_stack = walk_stack
    inspect.getouterframes = getouterframes
    faulthandler.dump_traceback = dump_traceback


def loaded_files() -> set[str]:
    """Return the files of the modules of the harness that are loaded."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return {file for file in files if isinstance(file, str) and file.startswith(_FILES)}


def belongs(code: CodeType) -> bool:
    """Whether code is that of the harness."""
    return code.co_filename.startswith(_FILES)


def drop(tb: TracebackType | None) -> TracebackType | None:
    """Unlink the frames of the harness from a traceback; return the first of the others."""
    first = tb = _next_other(tb)
    while tb is not None:
        unlink_next(tb)
        tb = tb.tb_next
    return first


def unlink_next(tb: TracebackType | None) -> None:
    """Unlink the frames of the harness that the first frame of a traceback, one of the program, called."""
    following = tb.tb_next if tb is not None else None
    if following is not None and belongs(following.tb_frame.f_code) and not belongs(tb.tb_frame.f_code):
        tb.tb_next = _next_other(following)


def _next_other(tb: TracebackType | None) -> TracebackType | None:
    while tb is not None and belongs(tb.tb_frame.f_code):
        tb = tb.tb_next
    return tb


def place_of(filename: str, line: int) -> tuple[str, int]:
    """Return the place of a warning: of one in the harness, the place of the program that called it.

    Without such a place it is what Python says of a warning outside of any frame.
    """
    frame: FrameType | None = sys._getframe()
    if not filename.startswith(_FILES):
        return filename, line
    while frame is not None and (frame.f_code.co_filename, frame.f_lineno) != (filename, line):
        frame = frame.f_back
    caller, number = next(walk_stack(frame), (None, 0)) if frame is not None else (None, 0)
    return ("<sys>", 0) if caller is None else (caller.f_code.co_filename, number)


def walk_stack(f: FrameType | None) -> Iterator[tuple[FrameType, int]]:
    """Walk a stack yielding the frame and line number for each frame, from `f`, or from the caller of this function."""
    frames = _walk_stack(sys._getframe(1) if f is None else f)
    return ((frame, line) for frame, line in frames if not belongs(frame.f_code))


def getouterframes(frame: Any, context: int = 1) -> list[inspect.FrameInfo]:
    """Get a list of records for a frame and all higher (calling) frames."""
    return [record for record in _getouterframes(frame, context) if not record.filename.startswith(_FILES)]


def dump_traceback(file: Any = None, all_threads: bool = True) -> None:
    """Dump the traceback of the current thread into file, which is sys.stderr by default."""
    title = f"Current thread 0x{threading.get_ident():08x}" if all_threads else "Stack"
    frames = list(itertools.islice(walk_stack(sys._getframe(1)), _MAX_FRAMES + 1))
    lines = [f'  File "{frame.f_code.co_filename}", line {line} in {frame.f_code.co_name}\n' for frame, line in frames]
    lines[_MAX_FRAMES:] = ["  ...\n"] * (len(lines) > _MAX_FRAMES)
    file = sys.stderr if file is None else file
    descriptor = file if isinstance(file, int) else file.fileno()
    if file is not descriptor:
        file.flush()
    os.write(descriptor, f"{title} (most recent call first):\n{''.join(lines)}".encode("utf-8", "replace"))
