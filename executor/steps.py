"""A run in steps: it pauses twice a second, for whoever follows it to see whether the result is still needed."""

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any

# For how long a run goes on until it pauses.
PAUSE_S = 0.5

# Gives None at each pause and returns the result. Closing it ends the run.
Steps = Generator[None, None, dict[str, Any]]


class ClientGone(Exception):
    """The client disconnected before its result was ready."""

    def __init__(self) -> None:
        super().__init__("the client disconnected")


def _never() -> bool:
    return False


def follow(steps: Steps, client_gone: Callable[[], bool]) -> Generator[dict[str, Any] | None]:
    """Give None at each pause of a run, and at last its result. Closing the iterator ends the run.

    Raises:
        ClientGone: `client_gone`, which is called at each pause, returned True. The run was ended.
    """
    with closing(steps):
        try:
            while True:
                yield next(steps)
                if client_gone():
                    raise ClientGone
        except StopIteration as end:
            result: dict[str, Any] = end.value
    yield result


def finish(steps: Steps, client_gone: Callable[[], bool] = _never) -> dict[str, Any]:
    """Return the result of a run; raises ClientGone as `follow` does."""
    return next(event for event in follow(steps, client_gone) if event is not None)
