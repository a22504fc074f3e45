"""Load the exercises of a track or of another source into the database: plan, check, publish."""

from dataclasses import dataclass, field
from pathlib import Path

from portal.authoring import sources, static_checks
from portal.authoring.models import AuthoredExercise, Track
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.models import Exercise
from portal.services import exercise_versions, publishing
from portal.services.publishing import IMPORTED, Publication
from portal.services.starter_curriculum import STARTER


@dataclass
class ImportPlan:
    """What an import would do.

    Attributes:
        exercises: what is in the track and may be loaded, in order.
        known: ids of all exercises that prerequisites may name.
        current: of those, what learners see now, by id; a new exercise has no entry.
        unchecked: those to check: all but what is in the database exactly so.
        retired: ids of exercises that the track has retired and learners still see.
        missing: ids of exercises that came from this track and are no longer in it.
        faults: by id, why an exercise cannot be loaded.
    """

    exercises: list[AuthoredExercise]
    known: set[str] = field(default_factory=set)
    current: dict[str, Exercise] = field(default_factory=dict)
    unchecked: list[AuthoredExercise] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    def refuse(self, faults: dict[str, str]) -> None:
        """Leave exercises out, with the reason for each."""
        self.faults |= faults
        self.exercises = [authored for authored in self.exercises if authored.exercise.id not in self.faults]
        self.unchecked = [authored for authored in self.unchecked if authored.exercise.id not in self.faults]

    @property
    def regraded(self) -> list[Exercise]:
        """The exercises that would grade learners otherwise than those in the database."""
        given = [authored.exercise for authored in self.exercises if authored.exercise.id in self.current]
        return [exercise for exercise in given if _graded_by(exercise) != _graded_by(self.current[exercise.id])]


def plan(db: Database, root: Path, *, format_: str = "exercism") -> ImportPlan:
    """Read a track, or a file of another format of `sources`, and compare it with the database.

    An exercise of the starter curriculum is never replaced, as a track may have one of the same name by chance. Those
    that are the same, as in an export, are passed over.

    Raises:
        NotATrack: it cannot be read at all.
    """
    found = sources.read(root, format_)
    source = f"{IMPORTED}:{found.name}"
    starters = {stored.exercise.id: stored.exercise for stored in exercises_dao.list_stored(db, source=STARTER)}
    given = [authored for authored in found.exercises if not _is_same(authored, starters)]
    planned = ImportPlan([authored.replace(source=source) for authored in given])
    in_track = {authored.exercise.id for authored in found.exercises} | found.faults.keys()
    planned.known = in_track.union(found.retired, exercises_dao.list_ids(db))
    planned.refuse(found.faults | _name_conflicts(given, starters) | _prerequisite_faults(db, found, planned.known))
    for authored in planned.exercises:
        _compare(db, authored, planned)
    listed = [stored.exercise for stored in exercises_dao.list_stored(db, source=source)]
    active = {exercise.id for exercise in listed if not exercise.retired}
    planned.retired = sorted(active.intersection(found.retired))
    planned.missing = sorted(active - in_track.union(found.retired))
    return planned


def load(db: Database, planned: ImportPlan) -> list[Publication]:
    """Publish what was planned, and retire what the track has retired, in one transaction."""
    return publishing.publish(db, planned.exercises, retired=planned.retired)


def _is_same(authored: AuthoredExercise, starters: dict[str, Exercise]) -> bool:
    starter = starters.get(authored.exercise.id)
    return starter is not None and starter.version == authored.exercise.version


def _name_conflicts(given: list[AuthoredExercise], starters: dict[str, Exercise]) -> dict[str, str]:
    message = "the starter curriculum has another exercise of this name; rename yours"
    return {authored.exercise.id: message for authored in given if authored.exercise.id in starters}


def _prerequisite_faults(db: Database, found: Track, known: set[str]) -> dict[str, str]:
    """Faults of the prerequisites of the whole track; exercises that are unchanged or elsewhere can close a circle."""
    given = {authored.exercise.id: authored.exercise.prerequisites for authored in found.exercises}
    faults = static_checks.prerequisite_faults(exercises_dao.list_prerequisites(db) | given, known)
    return {id_: "; ".join(faults[id_]) for id_ in given if faults[id_]}


def _graded_by(exercise: Exercise) -> tuple[str, str, dict[str, str]]:
    return exercise.test_code, exercise.module, exercise.files


def _compare(db: Database, authored: AuthoredExercise, planned: ImportPlan) -> None:
    stored = exercises_dao.get_stored(db, exercise_id=authored.exercise.id)
    if stored is not None:
        planned.current[authored.exercise.id] = stored.exercise
    new = exercise_versions.encode(authored)
    if stored is None or (stored.exercise.version, stored.author_data) != (new.exercise.version, new.author_data):
        planned.unchecked.append(authored)
