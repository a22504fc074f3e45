"""An asyncio event loop without sockets: it waits for timers and tasks only."""

import asyncio
import errno
import selectors
import time
from asyncio import unix_events


class _Clock(selectors._BaseSelectorImpl):
    """A selector that only waits for time to pass."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("deadlock: every task is waiting, and nothing can wake one of them")
        if timeout > 0:
            time.sleep(timeout)
        return []


class EventLoop(unix_events._UnixSelectorEventLoop):
    """The loop that `asyncio.run` uses; without threads nobody wakes it from outside, so it needs no socket pair."""

    def __init__(self) -> None:
        super().__init__(_Clock())

    def run_in_executor(self, _executor: object, _func: object, *_args: object) -> asyncio.Future[object]:
        raise RuntimeError("can't start new thread")

    async def getaddrinfo(self, *_args: object, **_kwargs: object) -> list[object]:
        raise OSError(errno.ENOTSUP, "not supported")

    def _make_self_pipe(self) -> None:
        self._ssock = self._csock = None

    def _close_self_pipe(self) -> None:
        self._ssock = self._csock = None


def install() -> None:
    """Make this the loop that asyncio uses."""
    unix_events._UnixDefaultEventLoopPolicy._loop_factory = EventLoop
    for module in (asyncio, unix_events):
        module.SelectorEventLoop = module.EventLoop = EventLoop
