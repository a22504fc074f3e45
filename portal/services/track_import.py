"""Load the exercises of a track into the database."""

from dataclasses import dataclass, field
from pathlib import Path

from portal.authoring import track
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.services import publishing
from portal.services.publishing import Publication
from portal.services.starter_curriculum import STARTER


@dataclass
class ImportReport:
    """What was published, in order, and what was not, with the fault of each."""

    published: list[Publication] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


def import_track(db: Database, root: Path) -> ImportReport:
    """Publish every exercise that can be read, in one transaction; loading again updates.

    An exercise of the starter curriculum is never replaced, as a track may have one of the same name by chance.

    Raises:
        NotATrack: there is no `exercises` folder, or config.json cannot be read.
    """
    found = track.read(root)
    report = ImportReport(faults=dict(found.faults))
    taken = set(exercises_dao.list_ids(db, source=STARTER))
    for id_ in taken.intersection(authored.exercise.id for authored in found.exercises):
        report.faults[id_] = "the starter curriculum has an exercise of this name; rename yours"
    chosen = [authored for authored in found.exercises if authored.exercise.id not in taken]
    report.published = publishing.publish(db, chosen)
    return report
