"""Table `exercise_versions`: what was ever published of each exercise."""

import json
from typing import Any

from portal.database import Database, Row
from portal.models import Exercise, ExerciseVersion

_LISTED = "exercise_id, version, published_at, published_by"
_LISTS = ("topics", "prerequisites", "hints")


def insert(
    db: Database, exercise: Exercise, author_data: dict[str, Any], *, published_at: str, published_by: str | None
) -> None:
    """Add a version; one that is there already stays as it is."""
    db.execute(
        f"INSERT INTO exercise_versions ({_LISTED}, content, author_data)"
        " VALUES (:exercise_id, :version, :published_at, :published_by, :content, :author_data)"
        " ON CONFLICT (exercise_id, version) DO NOTHING",
        {
            "exercise_id": exercise.id,
            "version": exercise.version,
            "published_at": published_at,
            "published_by": published_by,
            "content": json.dumps(exercise.content),
            "author_data": json.dumps(author_data),
        },
    )


def list_for_exercise(db: Database, *, exercise_id: str) -> list[ExerciseVersion]:
    """Return the versions of an exercise, newest first."""
    rows = db.all(
        f"SELECT {_LISTED} FROM exercise_versions WHERE exercise_id = :id ORDER BY published_at DESC, version",
        {"id": exercise_id},
    )
    return [_version(row) for row in rows]


def list_for_author(db: Database, *, user_id: str) -> list[ExerciseVersion]:
    """Return the versions that a user published, newest first."""
    rows = db.all(
        f"SELECT {_LISTED} FROM exercise_versions WHERE published_by = :id ORDER BY published_at DESC, exercise_id",
        {"id": user_id},
    )
    return [_version(row) for row in rows]


def list_keys(db: Database) -> set[tuple[str, str]]:
    """Return the exercise and the version of every row."""
    return {
        (row["exercise_id"], row["version"]) for row in db.all("SELECT exercise_id, version FROM exercise_versions")
    }


def get_content(db: Database, *, exercise_id: str, version: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the content of a version, as fields of `Exercise`, and what only its author needs."""
    row = db.one(
        "SELECT content, author_data FROM exercise_versions WHERE exercise_id = :id AND version = :version",
        {"id": exercise_id, "version": version},
    )
    return (_content(row), json.loads(row["author_data"])) if row else None


def _version(row: Row) -> ExerciseVersion:
    return ExerciseVersion(**{name: row[name] for name in row.keys()})  # noqa: SIM118 (a Row iterates over values)


def _content(row: Row) -> dict[str, Any]:
    fields = json.loads(row["content"])
    return {name: tuple(value) if name in _LISTS else value for name, value in fields.items()}
