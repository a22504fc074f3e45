"""What programs ask the system for, answered as Linux does."""

import errno
import functools
import os
from collections.abc import Callable
from typing import Any

# WASI takes an empty path for the current folder.
_TAKE_PATHS = ("chdir", "listdir", "lstat", "scandir", "stat")
_UNAME = ("Linux", "sandbox", "6.1.0", "#1", "wasm32")


def install() -> None:
    """Replace functions of `os`, also where `os` lists what they can do."""
    for name in _TAKE_PATHS:
        function = getattr(os, name)
        replacement = _refusing_an_empty_path(function)
        setattr(os, name, replacement)
        for functions in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            if function in functions:
                functions.add(replacement)
    os.uname = lambda: os.uname_result(_UNAME)


def _refusing_an_empty_path(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def checked(path: Any = ".", *args: Any, **kwargs: Any) -> Any:
        if path in ("", b""):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return function(path, *args, **kwargs)

    return checked
