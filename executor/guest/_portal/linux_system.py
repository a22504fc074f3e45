"""What programs ask the system for, answered as Linux does."""

import builtins
import errno
import functools
import io
import os
from collections.abc import Callable
from typing import Any

from _portal import processor_time

# WASI takes an empty path for the current folder.
_TAKE_PATH = (
    "chdir", "listdir", "lstat", "mkdir", "open", "readlink", "remove", "rmdir", "scandir", "stat",
    "truncate", "unlink", "utime",
)  # fmt: skip
_TAKE_TWO_PATHS = ("link", "rename", "replace", "symlink")
# WASI removes no folder whose path ends with a slash, and what a link with a slash points to.
_REMOVE = ("remove", "rmdir", "unlink")
_PATHS = (str, bytes, os.PathLike)
_UNAME = ("Linux", "sandbox", "6.1.0", "#1", "wasm32")


def install() -> None:
    """Replace functions of `os`, also where `os` lists what they can do, and `open`."""
    for name in (*_TAKE_PATH, *_TAKE_TWO_PATHS):
        function = getattr(os, name)
        changed = _without_slash(function) if name in _REMOVE else function
        replacement = _refusing_empty_paths(changed, 2 if name in _TAKE_TWO_PATHS else 1)
        setattr(os, name, replacement)
        for functions in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            if function in functions:
                functions.add(replacement)
    io.open = builtins.open = _refusing_empty_paths(_appending(builtins.open), 1)
    os.access = _denying_an_empty_path(os.access)
    os.uname = lambda: os.uname_result(_UNAME)
    os.times = processor_time.times


def _refusing_empty_paths(function: Callable[..., Any], count: int) -> Callable[..., Any]:
    """Return a function that raises FileNotFoundError when one of its first arguments, which are paths, is empty."""

    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if any(path in ("", b"") for path in args[:count]):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), args[0], None, *args[1:count])
        return function(*args, **kwargs)

    return checked


def _denying_an_empty_path(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def checked(path: Any, *args: Any, **kwargs: Any) -> Any:
        return path not in ("", b"") and function(path, *args, **kwargs)

    return checked


class _AppendedFile(io.FileIO):
    """A file to read and append to: in WASI, reads of one that is opened for appending end up behind its end."""

    def write(self, data: Any, /) -> int:
        self.seek(0, os.SEEK_END)
        return super().write(data)


def _appending(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return an `open` whose files in mode `a+` can be read."""

    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        mode = args[1] if len(args) > 1 else kwargs.get("mode", "r")
        if mode not in ("a+", "a+t", "at+", "a+b", "ab+") or not isinstance(args[0] if args else None, _PATHS):
            return function(*args, **kwargs)
        return _open_to_append(*args, **kwargs)

    return checked


def _open_to_append(
    file: Any, mode: str, buffering: int = -1, encoding: Any = None, errors: Any = None, newline: Any = None
) -> Any:
    if buffering == 0 and "b" not in mode:
        raise ValueError("can't have unbuffered text I/O")
    raw = _AppendedFile(file, "ab+", opener=lambda path, flags: os.open(path, flags & ~os.O_APPEND, 0o666))
    if "b" in mode:
        return raw if buffering == 0 else io.BufferedRandom(raw)
    text = io.TextIOWrapper(io.BufferedRandom(raw), encoding or "utf-8", errors, newline, buffering == 1)
    text.mode = mode
    return text


def _without_slash(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def checked(path: Any, *args: Any, **kwargs: Any) -> Any:
        stripped = path.rstrip("/") if isinstance(path, str) else ""
        if not stripped or stripped == path:
            return function(path, *args, **kwargs)
        if os.path.islink(stripped):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
        try:
            return function(stripped if os.path.isdir(stripped) else path, *args, **kwargs)
        except OSError as exc:
            exc.filename = path
            raise

    return checked
