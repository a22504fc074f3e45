"""Grading outside of requests: one run at a time, and a busy executor is asked again later."""

import time
from collections.abc import Callable
from typing import TypeVar

from portal.errors import ExecutorBusy
from portal.execution.client import ExecutorClient
from portal.models import ALL_TESTS, Exercise, GradeOptions, Origin, Verdict

T = TypeVar("T")

_FIRST_PAUSE_S = 0.2
_MAX_PAUSE_S = 5.0
_pause = time.sleep


class BackgroundGrader:
    """Grades one submission after the other, as one caller among the executor's others, who get their share.

    Args:
        purpose: names the caller in the executor's log.
        most_busy_s: how long to wait while the executor has no room for another run.
    """

    def __init__(self, executor: ExecutorClient, purpose: str, *, most_busy_s: float = 600) -> None:
        self._executor = executor
        self._most_busy_s = most_busy_s
        self._origin = Origin(purpose, purpose, purpose.replace(" ", "-"), None)

    def grade(self, exercise: Exercise, code: str, options: GradeOptions = ALL_TESTS) -> Verdict:
        """Grade, waiting while the executor has no room for another run.

        Raises:
            ExecutorBusy: there was no room for so long.
            The executor client's other errors.
        """
        return wait_while_busy(
            lambda: self._executor.grade(exercise, code, origin=self._origin, options=options), self._most_busy_s
        )


def wait_while_busy(call: Callable[[], T], most_busy_s: float) -> T:
    """Return what a call of the executor returns, and repeat it while the executor is busy or has not started yet.

    Raises:
        ExecutorBusy: it was for so long.
        What `call` raises else.
    """
    pause_s, deadline = _FIRST_PAUSE_S, time.monotonic() + most_busy_s
    while True:
        try:
            return call()
        except ExecutorBusy:
            if time.monotonic() > deadline:
                raise
            _pause(pause_s)
            pause_s = min(2 * pause_s, _MAX_PAUSE_S)
