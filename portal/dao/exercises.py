"""Table `exercises`."""

import json
import re
from typing import Any

from portal.dao import catalogue
from portal.database import Database, Row
from portal.models import Exercise, ExerciseSummary, StoredExercise

_SUMMARY = "e.id, e.position, e.title, e.summary, e.category, e.difficulty, e.topics, e.prerequisites"
_ALL = (
    f"{_SUMMARY}, e.instructions, e.hints, e.starter_code, e.module, e.test_code, e.solution, e.files, e.source,"
    " e.retired_at, e.time_limit_ms"
)
_STORED = f"{_ALL}, e.author_data, e.updated_at"
_COLUMNS = (
    *("id", "position", "title", "summary", "category", "difficulty", "topics", "prerequisites", "instructions"),
    *("hints", "starter_code", "module", "test_code", "solution", "files", "source", "author_data"),
    "time_limit_ms",
)
# `flask seed` replaces only what it loaded, and none that this installation has changed.
_UNLESS_CHANGED = " WHERE exercises.source = excluded.source"
_UPSERT = (
    f"INSERT INTO exercises ({', '.join(_COLUMNS)}, created_at, updated_at) VALUES (\n"
    + ",\n".join(f":{name}" for name in (*_COLUMNS, "at", "at"))
    + "\n) ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS[1:], "updated_at"))
)


def get_by_id(db: Database, *, exercise_id: str) -> Exercise | None:
    """Return an exercise."""
    row = db.one(f"SELECT {_ALL} FROM exercises e WHERE e.id = :id", {"id": exercise_id})
    return _from_row(row) if row else None


def get_stored(db: Database, *, exercise_id: str) -> StoredExercise | None:
    """Return an exercise with what only its author needs."""
    row = db.one(f"SELECT {_STORED} FROM exercises e WHERE e.id = :id", {"id": exercise_id})
    return _stored(row) if row else None


def list_stored(db: Database, *, source: str) -> list[StoredExercise]:
    """Return the exercises from one source, in order."""
    rows = db.all(
        f"SELECT {_STORED} FROM exercises e WHERE e.source = :source ORDER BY e.position, e.id", {"source": source}
    )
    return [_stored(row) for row in rows]


def exists(db: Database, *, exercise_id: str) -> bool:
    """Whether there is an exercise with this id."""
    return db.one("SELECT e.id FROM exercises e WHERE e.id = :id", {"id": exercise_id}) is not None


def list_catalogue(db: Database) -> list[ExerciseSummary]:
    """Return all exercises that are not retired, in order."""
    rows = db.all(f"SELECT {_SUMMARY} FROM exercises e WHERE e.retired_at IS NULL ORDER BY e.position, e.id")
    return [ExerciseSummary(**_summary(row)) for row in rows]


def list_ids(db: Database, *, source: str | None = None) -> list[str]:
    """Return the ids of all exercises, or of those from one source, in order."""
    where = "" if source is None else " WHERE e.source = :source"
    params = {} if source is None else {"source": source}
    return [row["id"] for row in db.all(f"SELECT e.id FROM exercises e{where} ORDER BY e.position, e.id", params)]


def get_last_position(db: Database) -> int:
    """Return the position of the last exercise, 0 when there is none."""
    row = db.one("SELECT MAX(position) AS last FROM exercises")
    return int(row["last"] or 0) if row else 0


def list_prerequisites(db: Database) -> dict[str, tuple[str, ...]]:
    """Return the prerequisites of every exercise, by id."""
    return {
        row["id"]: tuple(json.loads(row["prerequisites"])) for row in db.all("SELECT id, prerequisites FROM exercises")
    }


def upsert(db: Database, exercise: Exercise, author_data: dict[str, Any], *, at: str) -> None:
    """Insert an exercise or replace the one with its id; learners' rows stay unchanged, and a retired one stays so."""
    db.execute(_UPSERT, _values(exercise, author_data, at))
    catalogue.update_version(db)


def upsert_script(exercises: list[tuple[Exercise, dict[str, Any]]], *, at: str) -> str:
    """Return the SQL script that does the same for each of the exercises, unless the one there has another source."""
    statements = [
        _with_literals(_UPSERT + _UNLESS_CHANGED, _values(exercise, author_data, at))
        for exercise, author_data in exercises
    ]
    return ";\n\n".join([*statements, catalogue.UPDATE_VERSION]) + ";\n"


def update_retired(db: Database, *, exercise_id: str, retired_at: str | None) -> bool:
    """Take an exercise out of the catalogue, or put it back; return False when there is none."""
    statement = "UPDATE exercises SET retired_at = :at WHERE id = :id"
    changed = db.execute(statement, {"id": exercise_id, "at": retired_at})
    catalogue.update_version(db)
    return changed > 0


def _values(exercise: Exercise, author_data: dict[str, Any], at: str) -> dict[str, Any]:
    encoded = {name: json.dumps(getattr(exercise, name)) for name in ("topics", "prerequisites", "hints", "files")}
    plain = {name: getattr(exercise, name) for name in _COLUMNS if name not in {*encoded, "author_data"}}
    return {**plain, **encoded, "author_data": json.dumps(author_data), "at": at}


def _with_literals(statement: str, values: dict[str, Any]) -> str:
    """Put the values into a statement as literals: NULL, numbers, and strings with their apostrophes doubled."""

    def literal(match: re.Match[str]) -> str:
        value = values[match[1]]
        if value is None:
            return "NULL"
        return str(value) if isinstance(value, int) else "'{}'".format(value.replace("'", "''"))

    return re.sub(r":(\w+)", literal, statement)


def _summary(row: Row) -> dict[str, Any]:
    names = ("id", "position", "title", "summary", "category", "difficulty")
    lists = {name: tuple(json.loads(row[name])) for name in ("topics", "prerequisites")}
    return {**{name: row[name] for name in names}, **lists}


def _from_row(row: Row) -> Exercise:
    return Exercise(
        **_summary(row),
        instructions=row["instructions"],
        hints=tuple(json.loads(row["hints"])),
        starter_code=row["starter_code"],
        module=row["module"],
        test_code=row["test_code"],
        solution=row["solution"],
        files=json.loads(row["files"]),
        source=row["source"],
        retired=row["retired_at"] is not None,
        time_limit_ms=row["time_limit_ms"],
    )


def _stored(row: Row) -> StoredExercise:
    return StoredExercise(_from_row(row), json.loads(row["author_data"]), row["updated_at"])
