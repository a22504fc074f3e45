"""Wait in short slices: the host can end a run between calls to it, but not during one.

The module `time` gets the functions of `processor_time` as well.
"""

import importlib.machinery
import select
import sys
import time
import types

from _portal import processor_time

_SLICE_S = 0.05
_LONGEST_S = 2**63 / 1e9  # no more nanoseconds than Python counts
_sleep = time.sleep
_select = select.select
_poll = select.poll
_create_builtin = importlib.machinery.BuiltinImporter.create_module


def install() -> None:
    """Replace functions in existing modules, and in those that a program imports afresh."""
    _patch(time)
    _patch(select)
    importlib.machinery.BuiltinImporter.create_module = staticmethod(_create_and_patch)


def _create_and_patch(spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
    module = _create_builtin(spec)
    _patch(module)
    return module


def _patch(module: types.ModuleType) -> None:
    if module.__name__ == "time":
        module.sleep = sleep
        module.process_time, module.process_time_ns = processor_time.process_time, processor_time.process_time_ns
    elif module.__name__ == "select":
        module.select, module.poll = wait_by_select, Poll


def sleep(seconds: float, /) -> None:
    """Suspend execution for the given number of seconds."""
    if not isinstance(seconds, int | float) or not _SLICE_S <= seconds <= _LONGEST_S:
        _sleep(seconds)  # or an error, as for what is no number
        return
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        _sleep(min(left, _SLICE_S))


def wait_by_select(read: object, write: object, error: object, timeout: float | None = None, /) -> object:
    """Wait until one of the descriptors is ready, as `select.select` does."""
    deadline = time.monotonic() + (sys.maxsize if timeout is None else timeout)
    while True:
        ready = _select(read, write, error, min(_SLICE_S, max(0.0, deadline - time.monotonic())))
        if any(ready) or time.monotonic() >= deadline:
            return ready


class Poll:
    """A polling object, as `select.poll` makes it."""

    def __init__(self) -> None:
        self._poll = _poll()
        self.register, self.modify, self.unregister = self._poll.register, self._poll.modify, self._poll.unregister

    def poll(self, timeout: float | None = None, /) -> list[tuple[int, int]]:
        """Wait until a registered descriptor is ready; `timeout` in milliseconds."""
        deadline = time.monotonic() + (sys.maxsize if timeout is None or timeout < 0 else timeout / 1000)
        while True:
            ready = self._poll.poll(min(_SLICE_S, max(0.0, deadline - time.monotonic())) * 1000)
            if ready or time.monotonic() >= deadline:
                return ready
