"""Exercises, and their versions."""

import dataclasses
import functools
import hashlib
import json
from dataclasses import dataclass
from typing import Any

_NOT_CONTENT = ("id", "position", "source", "retired")
_VERSION_DIGITS = 16


@dataclass(frozen=True)
class ExerciseSummary:
    """An exercise as lists show it."""

    id: str
    position: int
    title: str
    summary: str
    category: str
    difficulty: str
    topics: tuple[str, ...]
    prerequisites: tuple[str, ...]


@dataclass(frozen=True)
class Exercise(ExerciseSummary):
    """An exercise with everything needed to show and to grade it; a retired one is not in the catalogue.

    Attributes:
        time_limit_ms: wall clock of a graded run, as far as the executor allows; None for the default.
    """

    instructions: str
    hints: tuple[str, ...]
    starter_code: str
    module: str
    test_code: str
    solution: str
    files: dict[str, str]
    source: str
    retired: bool = False
    time_limit_ms: int | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What a learner sees or is graded by: everything but its place in the catalogue, its source and its state."""
        names = [field.name for field in dataclasses.fields(self) if field.name not in _NOT_CONTENT]
        return {name: getattr(self, name) for name in names}

    @functools.cached_property
    def version(self) -> str:
        """Hash of the content. Empty fields do not count, so that adding one changes no version."""
        filled = {name: value for name, value in self.content.items() if value}
        text = json.dumps(filled, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:_VERSION_DIGITS]


@dataclass(frozen=True)
class StoredExercise:
    """An exercise with what is needed neither to show nor to grade it, as JSON data."""

    exercise: Exercise
    author_data: dict[str, Any]
    updated_at: str


@dataclass(frozen=True)
class ExerciseVersion:
    """A version of an exercise that was published; `published_by` is a user's id, None for the command line."""

    exercise_id: str
    version: str
    published_at: str
    published_by: str | None
