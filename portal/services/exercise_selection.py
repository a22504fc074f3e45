"""Which exercises a command is about: those of a track, or those in the database."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.authoring import track
from portal.authoring.models import AuthoredExercise
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.database.interface import DriverError
from portal.services import exercise_versions


class UnknownExercise(ValueError):
    """An exercise was named that is not there."""


@dataclass(frozen=True)
class Selection:
    """Exercises, the ids that prerequisites may name, and the faults of those that cannot be read."""

    chosen: list[AuthoredExercise]
    known: set[str]
    faults: dict[str, str]

    def only(self, ids: set[str]) -> "Selection":
        """Return the part with these ids."""
        chosen = [authored for authored in self.chosen if authored.exercise.id in ids]
        return Selection(chosen, self.known, {id_: fault for id_, fault in self.faults.items() if id_ in ids})


def select(targets: tuple[str, ...], get_db: Callable[[], Database]) -> Selection:
    """Select by the arguments of a command: a track's folder, ids, or both; without any, all in the database.

    Raises:
        UnknownExercise: an id is not there.
        NotATrack: the folder is not a track.
    """
    if targets and Path(targets[0]).is_dir():
        found = track.read(Path(targets[0]))
        available = {authored.exercise.id: authored for authored in found.exercises}
        selection = _selection(available, targets[1:], found.faults, found.retired)
        return Selection(selection.chosen, selection.known | _known_elsewhere(selection, get_db), selection.faults)
    db = get_db()
    stored = {id_: exercise_versions.get_source(db, id_) for id_ in exercises_dao.list_ids(db)}
    return _selection(stored, targets, {}, [])


def _known_elsewhere(selection: Selection, get_db: Callable[[], Database]) -> set[str]:
    """Return the ids in the database if prerequisites are not in the track; none while there are no tables."""
    if all(selection.known.issuperset(authored.exercise.prerequisites) for authored in selection.chosen):
        return set()
    try:
        return set(exercises_dao.list_ids(get_db()))
    except DriverError:
        return set()


def _selection(
    available: dict[str, AuthoredExercise], ids: tuple[str, ...], faults: dict[str, str], retired: list[str]
) -> Selection:
    for id_ in ids:
        if id_ in retired:
            raise UnknownExercise(f"{id_} is retired in this track: only exercises for learners are checked")
        if id_ not in available.keys() | faults.keys():
            raise UnknownExercise(f"there is no folder and no exercise named {id_}")
    everything = Selection(list(available.values()), available.keys() | faults.keys() | set(retired), faults)
    return everything.only(set(ids)) if ids else everything
