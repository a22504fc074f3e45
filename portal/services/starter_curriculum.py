"""The starter curriculum: `curriculum/` holds it as its authors write it, `seed.sql` as `flask seed` loads it.

`make seed` writes `seed.sql` anew.
"""

import dataclasses
from pathlib import Path

from portal.authoring import track
from portal.authoring.models import BrokenExercise
from portal.dao import exercises as exercises_dao

_PROJECT = Path(__file__).resolve().parent.parent.parent
FOLDER = _PROJECT / "curriculum"
SEED = _PROJECT / "seed.sql"
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
    exercises = [dataclasses.replace(authored.exercise, source="starter") for authored in found.exercises]
    return _HEAD + exercises_dao.upsert_script(exercises, at=_CREATED_AT)


if __name__ == "__main__":
    SEED.write_text(seed_script(), encoding="utf-8")
