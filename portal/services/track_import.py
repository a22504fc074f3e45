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

    Raises:
        NotATrack: there is no `exercises` folder, or config.json cannot be read.
    """
    found = track.read(root)

    def write() -> None:
        for authored in found.exercises:
            exercises_dao.upsert(db, authored.exercise, at=clock.now_text())

    db.in_transaction(write)
    return ImportReport([authored.exercise.id for authored in found.exercises], found.faults)
