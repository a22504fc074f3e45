"""Set up each run: standard streams, randomness and importable modules."""

import atexit
import contextlib
import io
import linecache
import logging
import multiprocessing.util
import os
import random
import sys
import warnings
from collections.abc import Buffer, Iterator

import wit_world

from _portal import harness_frames

WORK = "/work"
_report, _write = wit_world.report, wit_world.write
exchange = wit_world.exchange
# Characters of output per call that are passed to tests which capture what is printed.
_MAX_PASSED_ON = 65_536
_real_exit = os._exit
_format_warning_of_library = warnings.formatwarning
# Bytes that are given to the host at once.
_MAX_PIECE = 65_536
_fstat = os.fstat
# Loaded, but hidden from a program's `import`.
_HARNESS = ("guest", "wit_world")
_hidden: list[object] = []
_followed: tuple[str, list[str]] = WORK, []


def patch() -> None:
    """Patch what must behave differently in the sandbox, and clear caches that a run would have to clear."""
    os._exit = _exit
    warnings.formatwarning = _format_warning
    sys.dont_write_bytecode = True
    sys.platform = "linux"  # after the library has seen what it runs on
    sys.path[:] = [WORK]
    sys.path_importer_cache.clear()
    linecache.clearcache()
    # The library's exit functions took a third of a short run's time: here no process has children, and no handler of
    # pytest's anything to flush.
    atexit.unregister(multiprocessing.util._exit_function)
    logging._handlerList.clear()


@contextlib.contextmanager
def muted() -> Iterator[None]:
    """Report and write nothing to the host, which is absent while the snapshot is made."""
    global _report, _write
    _report = _write = lambda *_values: None
    yield
    _report, _write = wit_world.report, wit_world.write


def enter(stdin: str, learner_files: list[str], *, echo: bool) -> None:
    """Set up streams, arguments and randomness, and forget modules named like a learner's file.

    Args:
        learner_files: the last one is the module.
    """
    global _followed
    sys.argv = learner_files[-1:] or [""]
    open_streams(stdin, echo=echo)
    _followed = WORK, list(sys.argv)
    random.seed()
    _hidden[:] = [sys.modules.pop(name, None) for name in _HARNESS]
    for file in learner_files:
        _forget_module(file.removesuffix(".py"))


def open_streams(stdin: str, *, echo: bool) -> None:
    """Give the program standard streams of its own."""
    given = io.BytesIO(stdin.encode("utf-8", "surrogatepass"))
    # As Python opens it on Linux, without translating line ends.
    sys.stdin = (_EchoedInput if echo else io.TextIOWrapper)(given, encoding="utf-8", newline="\n")
    sys.stdout = _Stream(1, "strict")
    sys.stderr = _Stream(2, "backslashreplace")
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr


def report(event: str) -> None:
    """Send one JSON event to the host."""
    _report(event)


def take_output() -> list[str]:
    """Return what was written to standard output and standard error since the last call, and keep recording."""
    return [stream.take_copy(then=_MAX_PASSED_ON) for stream in (sys.__stdout__, sys.__stderr__)]


def pass_on(texts: list[str]) -> None:
    """Replay what the other interpreter printed to whatever captures output here; the host has it already."""
    for stream, text in zip((sys.stdout, sys.stderr), texts, strict=False):
        stream.keep_copy(text) if isinstance(stream, _Stream) else stream.write(text)


def folder() -> str:
    """Return the current folder; an empty string if it was removed."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def follow(folder: str, arguments: list[str]) -> None:
    """Take over the folder of the tests' interpreter, both see the same files, and its command line arguments."""
    global _followed
    if (folder, arguments) != _followed:
        _followed = folder, arguments
        sys.argv = list(arguments)
        with contextlib.suppress(OSError):
            os.chdir(folder)


def _forget_module(stem: str) -> None:
    if sys.modules.pop(stem, None) is not None:
        for name in [name for name in sys.modules if name.startswith(stem + ".")]:
            del sys.modules[name]


class _Output(io.FileIO):
    """A standard stream of the system that hands text to the host itself, as long as its descriptor is that stream."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self._status = _fstat(descriptor)

    def write(self, data: Buffer) -> int:
        descriptor, piece = self.fileno(), memoryview(data).cast("B")[:_MAX_PIECE]
        if _fstat(descriptor) == self._status:
            with contextlib.suppress(UnicodeDecodeError):
                _write(descriptor, str(piece, "utf-8"))
                return len(piece)
        return super().write(data)


class _Stream(io.TextIOWrapper):
    """A standard stream that flushes every write, so that output survives however the run ends.

    On request it also keeps a copy of the first characters written.
    """

    def __init__(self, descriptor: int, errors: str) -> None:
        # The buffer retries partial writes: WASI takes some kilobytes at a time.
        buffer = io.BufferedWriter(_Output(descriptor))
        super().__init__(buffer, encoding="utf-8", errors=errors, newline="\n", write_through=True)
        self._copy: list[str] = []
        self._room = 0
        self.is_untouched = True

    def write(self, text: str) -> int:
        self.is_untouched = False
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

    def peek_copy(self) -> str:
        return "".join(self._copy)

    def take_copy(self, then: int = 0) -> str:
        text, self._copy, self._room = "".join(self._copy), [], then
        return text


class _EchoedInput(io.TextIOWrapper):
    """Standard input that appears in the output when it is read, as a terminal shows what is typed."""

    def readline(self, size: int = -1, /) -> str:
        return self._echo(super().readline(size), is_part=size >= 0)

    def read(self, size: int | None = -1, /) -> str:
        return self._echo(super().read(size), is_part=size is not None and size >= 0)

    def _echo(self, text: str, *, is_part: bool) -> str:
        if text:
            end = "" if is_part or text.endswith("\n") else "\n"  # nothing is typed without pressing Enter
            with contextlib.suppress(ValueError, OSError):  # the program closed its output
                sys.__stdout__.write(text + end)
        return text


def _format_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    """Format a warning as for a program that was started in its folder."""
    filename, lineno = harness_frames.place_of(filename, lineno)
    line = linecache.getline(filename, lineno) if line is None else line
    return _format_warning_of_library(message, category, filename.removeprefix(f"{WORK}/"), lineno, line)


def _exit(status: int) -> None:
    """Exit at once with the given status, without running exit handlers."""
    _report(f'{{"exit": {int(status)}}}')
    _real_exit(status)
