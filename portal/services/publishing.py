"""Publish, retire and roll back exercises: each is one transaction, and none touches what learners did."""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal import clock
from portal.authoring.models import AuthoredExercise
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.errors import ExerciseNotFound
from portal.models import StoredExercise
from portal.services import exercise_versions
from portal.services.starter_curriculum import STARTER

IMPORTED = "import"


@dataclass(frozen=True)
class Publication:
    """What a publication made of an exercise.

    Attributes:
        previous: the version that was current before; None for a new exercise.
    """

    exercise_id: str
    version: str
    previous: str | None

    @property
    def changed(self) -> bool:
        """Whether learners see something else than before, or are graded otherwise."""
        return self.version != self.previous


def publish(
    db: Database,
    exercises: Iterable[AuthoredExercise],
    *,
    by: str | None = None,
    reinstate: bool = False,
    retired: Iterable[str] = (),
    authorize: Callable[[], None] = lambda: None,
) -> list[Publication]:
    """Create or replace exercises, all or none; they are not checked here.

    One whose content is unchanged gets no new version. One of the starter curriculum is replaced for good: `flask seed`
    leaves it alone from then on.

    Args:
        by: id of the user who publishes; None for the command line.
        reinstate: put those that were retired back into the catalogue.
        retired: ids of exercises to retire in the same transaction.
        authorize: called in the transaction; raises when the caller may not publish any more.
    """
    given, leaving = list(exercises), list(retired)

    def write() -> list[Publication]:
        authorize()
        at = clock.now_text()
        done = [_publish(db, authored, at=at, by=by) for authored in given]
        for publication in done if reinstate else ():
            exercises_dao.update_retired(db, exercise_id=publication.exercise_id, retired_at=None)
        for id_ in leaving:
            exercises_dao.update_retired(db, exercise_id=id_, retired_at=at)
        return done

    return db.in_transaction(write)


def retire(db: Database, exercise_id: str, *, authorize: Callable[[], None] = lambda: None) -> None:
    """Take an exercise out of the catalogue; by its id it is there as before. Raises ExerciseNotFound.

    Args:
        authorize: called in the transaction; raises when the caller may not retire it any more.
    """
    _set_retired(db, exercise_id, clock.now_text(), authorize)


def reinstate(db: Database, exercise_id: str) -> None:
    """Put a retired exercise back into the catalogue; raises ExerciseNotFound."""
    _set_retired(db, exercise_id, None, lambda: None)


def rollback(db: Database, exercise_id: str, version: str, *, by: str | None = None) -> Publication:
    """Make an earlier version of an exercise the current one; raises ExerciseNotFound, UnknownVersion."""

    def write() -> Publication:
        earlier = exercise_versions.get_version(db, exercise_id, version)
        source = IMPORTED if earlier.exercise.source == STARTER else earlier.exercise.source
        return _publish(db, earlier.replace(source=source), at=clock.now_text(), by=by)

    return db.in_transaction(write)


def _publish(db: Database, authored: AuthoredExercise, *, at: str, by: str | None) -> Publication:
    new = exercise_versions.encode(authored, at=at)
    id_ = new.exercise.id
    current = exercises_dao.get_stored(db, exercise_id=id_)
    if current is not None:  # of a database that is older than versions, it is not kept yet
        exercise_versions.keep(db, current)
    if current is None or not _is_same(current, new):
        exercises_dao.upsert(db, new.exercise, new.author_data, at=at)
    exercise_versions.keep(db, new, by=by)
    return Publication(id_, new.exercise.version, current.exercise.version if current else None)


def _is_same(current: StoredExercise, new: StoredExercise) -> bool:
    exercise = dataclasses.replace(new.exercise, retired=current.exercise.retired)
    return (current.exercise, current.author_data) == (exercise, new.author_data)


def _set_retired(db: Database, exercise_id: str, at: str | None, authorize: Callable[[], None]) -> None:
    def write() -> bool:
        authorize()
        return exercises_dao.update_retired(db, exercise_id=exercise_id, retired_at=at)

    if not db.in_transaction(write):
        raise ExerciseNotFound
