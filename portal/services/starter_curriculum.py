"""The starter curriculum: `curriculum/` holds it as its authors write it, `seed.sql` as `flask seed` loads it.

`make seed` writes `seed.sql` anew.
"""

import dataclasses
from pathlib import Path

from portal import clock
from portal.authoring import track
from portal.authoring.models import BrokenExercise
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.services import exercise_versions

_PROJECT = Path(__file__).resolve().parent.parent.parent
FOLDER = _PROJECT / "curriculum"
SEED = _PROJECT / "seed.sql"
STARTER = "starter"
# The file is the same whenever it is written.
_CREATED_AT = "2026-11-01T00:00:00.000Z"
_HEAD = """\
-- The starter curriculum, written by `make seed` from curriculum/: change it there.
-- It inserts or updates these exercises, any number of times, and changes nothing that a learner has done.

"""


def seed_script() -> str:
    """Return what `seed.sql` has to hold.

    Raises:
        BrokenExercise: an exercise of the curriculum cannot be read.
    """
    found = track.read(FOLDER, first_position=10, step=10)
    if found.faults:
        raise BrokenExercise("; ".join(f"{slug}: {fault}" for slug, fault in found.faults.items()))
    stored = [exercise_versions.encode(authored) for authored in found.exercises]
    rows = [(dataclasses.replace(item.exercise, source=STARTER), item.author_data) for item in stored]
    return _HEAD + exercises_dao.upsert_script(rows, at=_CREATED_AT)


def load(db: Database) -> int:
    """Insert or update the starter exercises and return their number; those that were changed here stay as they are.

    Each whose content is new becomes a version. Learners' rows stay unchanged.
    """
    script = SEED.read_text(encoding="utf-8")

    def write() -> int:
        exercise_versions.keep_current(db, source=STARTER)
        db.run_script(script)
        exercise_versions.keep_current(db, source=STARTER, at=clock.now_text())
        return len(exercises_dao.list_ids(db, source=STARTER))

    return db.in_transaction(write)


if __name__ == "__main__":
    SEED.write_text(seed_script(), encoding="utf-8")
