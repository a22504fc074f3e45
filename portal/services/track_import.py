"""Load the exercises of a track into the database."""

from dataclasses import dataclass, field
from pathlib import Path

from portal import clock
from portal.authoring import track
from portal.dao import exercises as exercises_dao
from portal.database import Database


@dataclass
class ImportReport:
    """What was loaded, in order, and what was not, with the fault of each."""

    loaded: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


def import_track(db: Database, root: Path) -> ImportReport:
    """Load every exercise that can be read, in one transaction; loading again updates.

    An exercise of the starter curriculum is never replaced: the next `flask seed` would bring it back.

    Raises:
        NotATrack: there is no `exercises` folder, or config.json cannot be read.
    """
    found = track.read(root)

    def write() -> ImportReport:
        report = ImportReport(faults=dict(found.faults))
        taken = set(exercises_dao.list_ids(db, source="starter"))
        for exercise in (authored.exercise for authored in found.exercises):
            if exercise.id in taken:
                report.faults[exercise.id] = "the starter curriculum has an exercise of this name; rename yours"
            else:
                exercises_dao.upsert(db, exercise, at=clock.now_text())
                report.loaded.append(exercise.id)
        return report

    return db.in_transaction(write)
