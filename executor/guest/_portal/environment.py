"""The world a program finds: standard streams, working folder, clock and randomness; made anew for each run."""

import atexit
import contextlib
import io
import linecache
import os
import random
import sys
from collections.abc import Iterator

import wit_world

WORK = "/work"
_report = wit_world.report
exchange = wit_world.exchange
# Characters of output that are passed on for one call, to tests that look at what is printed.
_MAX_PASSED_ON = 65_536
_real_exit = os._exit
# Loaded and running, but not to be found by a program's `import`.
_HARNESS = ("guest", "wit_world")
_hidden: list[object] = []
_followed = WORK


def patch() -> None:
    """Patch what must behave differently in the sandbox, and drop what a run would have to drop."""
    os._exit = _exit
    sys.dont_write_bytecode = True
    sys.path[:] = [WORK]
    sys.path_importer_cache.clear()
    linecache.clearcache()


@contextlib.contextmanager
def muted() -> Iterator[None]:
    """Report nothing to the host, which is not there while the snapshot is made."""
    global _report
    streams = sys.__stdout__
    sys.__stdout__, _report = _Stream(1, "strict"), lambda event: None
    yield
    sys.__stdout__, _report = streams, wit_world.report


def enter(stdin: str, learner_files: list[str]) -> None:
    """Set up streams, working folder and randomness, and make room for the learner's module names."""
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogatepass")), encoding="utf-8")
    sys.stdout = _Stream(1, "strict")
    sys.stderr = _Stream(2, "backslashreplace")
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    os.chdir(WORK)
    random.seed()
    _hidden.extend(sys.modules.pop(name, None) for name in _HARNESS)
    for file in learner_files:
        _forget_module(file.removesuffix(".py"))


def leave() -> None:
    """End the program as the interpreter would: exit handlers, then finalizers of what it holds, then the streams."""
    atexit._run_exitfuncs()
    vars(sys.modules["__main__"]).clear()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (ValueError, OSError, AttributeError):
            continue  # closed or replaced by the program


def report(event: str) -> None:
    """Send one JSON event to the host."""
    _report(event)


def take_output() -> list[str]:
    """Return what was written to standard output and standard error since the last time, and note what follows."""
    return [stream.take_copy(then=_MAX_PASSED_ON) for stream in (sys.__stdout__, sys.__stderr__)]


def pass_on(texts: list[str]) -> None:
    """Hand on what another interpreter printed: to who listens in this one, and not to the host a second time."""
    for stream, text in zip((sys.stdout, sys.stderr), texts, strict=False):
        stream.keep_copy(text) if isinstance(stream, _Stream) else stream.write(text)


def folder() -> str:
    """Return the folder that the program is in; the empty name for one that is no more."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def follow(folder: str) -> None:
    """Go where the interpreter of the tests has gone: both see the same files."""
    global _followed
    if folder != _followed:
        _followed = folder
        with contextlib.suppress(OSError):
            os.chdir(folder)


def _forget_module(stem: str) -> None:
    if sys.modules.pop(stem, None) is not None:
        for name in [name for name in sys.modules if name.startswith(stem + ".")]:
            del sys.modules[name]


class _Stream(io.TextIOWrapper):
    """A standard stream that hides nothing in a buffer: what was printed survives every kind of end.

    While a copy is asked for, it also keeps the first characters written.
    """

    def __init__(self, descriptor: int, errors: str) -> None:
        # The buffer sees to it that all is written: WASI takes no more than some kilobytes at a time.
        buffer = io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False))
        super().__init__(buffer, encoding="utf-8", errors=errors, newline="\n", write_through=True)
        self._copy: list[str] = []
        self._room = 0

    def write(self, text: str) -> int:
        self.keep_copy(text)
        written = super().write(text)
        self.flush()
        return written

    def keep_copy(self, text: str) -> None:
        if self._room > 0:
            self._copy.append(text[: self._room])
            self._room -= len(text)

    def start_copy(self, limit: int) -> None:
        self._copy, self._room = [], limit

    def take_copy(self, then: int = 0) -> str:
        text, self._copy, self._room = "".join(self._copy), [], then
        return text


def _exit(status: int) -> None:
    """Exit at once with the given status, without running exit handlers."""
    _report(f'{{"exit": {int(status)}}}')
    _real_exit(status)
