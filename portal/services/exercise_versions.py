"""The versions of exercises, and exercises together with what only their authors need."""

from pathlib import Path
from typing import Any

from portal import clock
from portal.authoring import exercise_writer
from portal.authoring.models import Approach, AuthoredExercise, WrongSample
from portal.dao import exercise_versions as versions_dao
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.errors import ExerciseNotFound
from portal.models import Exercise, ExerciseVersion, StoredExercise


class UnknownVersion(ValueError):
    """An exercise never had the version that was named."""


def get_source(db: Database, exercise_id: str) -> AuthoredExercise:
    """Return an exercise as its author keeps it; raises ExerciseNotFound."""
    stored = _get_stored(db, exercise_id)
    return decode(stored.exercise, stored.author_data)


def export(db: Database, root: Path) -> int:
    """Write all exercises as a track into a folder and return their number; importing it gives the same exercises.

    Raises:
        FileExistsError: the folder holds exercises already.
    """
    ids = exercises_dao.list_ids(db)
    exercise_writer.write_track(root, (get_source(db, id_) for id_ in ids))
    return len(ids)


def list_versions(db: Database, exercise_id: str) -> list[ExerciseVersion]:
    """Return the versions of an exercise, newest first; raises ExerciseNotFound.

    The current one is `Exercise.version`, and not always the newest.
    """
    _get_stored(db, exercise_id)
    return versions_dao.list_for_exercise(db, exercise_id=exercise_id)


def get_version(db: Database, exercise_id: str, version: str) -> AuthoredExercise:
    """Return an exercise as it was in one version, in its present place; raises ExerciseNotFound, UnknownVersion."""
    current = _get_stored(db, exercise_id).exercise
    found = versions_dao.get_content(db, exercise_id=exercise_id, version=version)
    if found is None:
        raise UnknownVersion(f"{exercise_id} has no version {version}")
    content, author_data = found
    exercise = Exercise(
        id=current.id, position=current.position, source=current.source, retired=current.retired, **content
    )
    return decode(exercise, author_data)


def keep_current(db: Database, *, source: str, at: str | None = None) -> None:
    """Within a transaction: keep the present version of each exercise from a source, unless it is kept already.

    Args:
        at: when it was published; by default when the exercise was last changed.
    """
    known = versions_dao.list_keys(db)
    for stored in exercises_dao.list_stored(db, source=source):
        if (stored.exercise.id, stored.exercise.version) not in known:
            keep(db, stored, at=at)


def keep(db: Database, stored: StoredExercise, *, at: str | None = None, by: str | None = None) -> None:
    """Within a transaction: keep the version of an exercise, unless it is kept already."""
    versions_dao.insert(db, stored.exercise, stored.author_data, published_at=at or stored.updated_at, published_by=by)


def encode(authored: AuthoredExercise, *, at: str | None = None) -> StoredExercise:
    """Return an exercise as it is stored, changed at `at`, by default now."""
    data: dict[str, Any] = {
        "wrongSamples": [vars(sample) for sample in authored.wrong_samples],
        "equivalent": list(authored.equivalent),
        "minutes": authored.minutes,
        "refactoring": authored.refactoring,
        "approaches": [vars(approach) for approach in authored.approaches],
    }
    return StoredExercise(
        authored.exercise, {name: value for name, value in data.items() if value}, at or clock.now_text()
    )


def decode(exercise: Exercise, author_data: dict[str, Any]) -> AuthoredExercise:
    """Return an exercise as its author keeps it; what it teaches in its track is in its prerequisites already."""
    return AuthoredExercise(
        exercise=exercise,
        wrong_samples=tuple(WrongSample(**sample) for sample in author_data.get("wrongSamples", ())),
        equivalent=tuple(author_data.get("equivalent", ())),
        minutes=author_data.get("minutes"),
        refactoring=author_data.get("refactoring", False),
        approaches=tuple(Approach(**approach) for approach in author_data.get("approaches", ())),
    )


def _get_stored(db: Database, exercise_id: str) -> StoredExercise:
    stored = exercises_dao.get_stored(db, exercise_id=exercise_id)
    if stored is None:
        raise ExerciseNotFound
    return stored
