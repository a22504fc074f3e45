"""Collects what is wrong with an exercise, so that its author learns all of it at once."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from portal.authoring.models import BrokenExercise

P = ParamSpec("P")
T = TypeVar("T")


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self._found: dict[str, None] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def attempt(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Call a function; if it raises BrokenExercise, note the fault and return None."""
        try:
            return act(*args, **kwargs)
        except BrokenExercise as fault:
            self._found[str(fault)] = None
            return None

    def as_error(self) -> BrokenExercise:
        """Return an error that names them all."""
        return BrokenExercise("; ".join(self._found))
