"""An exercise as its author keeps it."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from portal.models import Exercise


class BrokenExercise(ValueError):
    """An exercise cannot be read; the message says why."""


class NotATrack(ValueError):
    """The folder does not hold a track."""


@dataclass(frozen=True)
class WrongSample:
    """A wrong solution, and the title of a test that must catch it."""

    name: str
    code: str
    caught_by: str


@dataclass(frozen=True)
class Approach:
    """A way to solve an exercise, for learners who have; `content` is Markdown."""

    slug: str
    title: str
    summary: str
    content: str


@dataclass(frozen=True)
class AuthoredExercise:
    """An exercise together with what only its author needs.

    Attributes:
        teaches: for a concept exercise, the concepts of the track that it teaches.
        requires: concepts of the track that it builds on.
        equivalent: lines that may replace a line of the reference without changing what it does.
        minutes: how long a learner needs, as the author estimates.
        refactoring: the starter works already, so it may pass the tests.
        approaches: other ways to solve it, shown with the reference solution.
    """

    exercise: Exercise
    teaches: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    wrong_samples: tuple[WrongSample, ...] = ()
    equivalent: tuple[str, ...] = ()
    minutes: int | None = None
    refactoring: bool = False
    approaches: tuple[Approach, ...] = ()

    def replace(self, **changes: Any) -> "AuthoredExercise":
        """Return the same with other fields of `exercise`."""
        return dataclasses.replace(self, exercise=dataclasses.replace(self.exercise, **changes))


@dataclass
class Track:
    """What a folder holds.

    Attributes:
        name: tells it from other tracks: the `slug` in its config.json, else the name of its folder.
        exercises: those for learners, in order.
        retired: ids of those that its author has taken out, or marked as deprecated or in progress.
        faults: by id, why an exercise cannot be read.
    """

    name: str
    exercises: list[AuthoredExercise] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
