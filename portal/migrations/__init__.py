"""The schema: which version a database has, and how it comes to be of the current one. See README.md beside this."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from portal import clock
from portal.db import Database, DriverError
from portal.db_faults import ADVICE, advice

_SCHEMA = Path(__file__).resolve().parent.parent.parent / "schema.sql"
_FOLDER = Path(__file__).resolve().parent


class SchemaError(RuntimeError):
    """The database is none that this version can work with; the message says what to do."""


def _numbered(folder: Path) -> dict[int, Path]:
    """The files `NNNN-name.sql`, by the version each leads to."""
    matches = {path: re.fullmatch(r"(\d{4})-.+\.sql", path.name) for path in folder.iterdir()}
    return {int(match[1]): path for path, match in matches.items() if match}


def latest_version(folder: Path = _FOLDER) -> int:
    """Return the version that the numbered files of a folder lead to; a folder without any stands for version 1."""
    return max(_numbered(folder), default=1)


CURRENT_VERSION = latest_version()


def schema_version(db: Database) -> int:
    """Return the version of the schema, 0 for an empty database."""
    row = db.one("SELECT MAX(version) AS version FROM schema_version") if db.has_table("schema_version") else None
    return int(row["version"] or 0) if row else 0


def init_schema(db: Database, folder: Path = _FOLDER) -> None:
    """Create the schema, or bring an older one up to date; drops no row, and several processes may do it at once.

    Every migration is a transaction of its own: a process killed half-way leaves a database of some version, and the
    next one goes on from there.

    Raises:
        SchemaError: the database is of a newer version, or a migration does not fit what is in it.
    """
    latest = latest_version(folder)
    while (version := _known_version(db, latest)) < latest:
        _advance(db, version, folder)
    with db.transaction():  # takes the writer's place and writes nothing: a read-only file is found out now
        pass


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what makes the database at a path unusable into a SchemaError: one line with its name and what to do."""
    try:
        yield
    except tuple(ADVICE) as error:
        raise SchemaError(advice(path, error)) from error
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from error


def check_file(path: Path) -> None:
    """Look, before a service starts on it, whether the file can be opened and written and is not of a newer version.

    Raises:
        SchemaError: it is of no use.
    """
    with in_plain_words(path), closing(Database(path)) as db:
        _known_version(db, CURRENT_VERSION)
        with db.transaction():
            pass


def _known_version(db: Database, latest: int) -> int:
    try:
        version = schema_version(db)
    except DriverError as error:
        raise SchemaError(f"it is no database of the portal: {error}") from error
    if version > latest:
        raise SchemaError(
            f"it has schema version {version} and this portal knows {latest}; start the newer portal, or restore the"
            " backup made before the upgrade with: flask restore FILE"
        )
    return version


def _advance(db: Database, version: int, folder: Path) -> None:
    """Bring a database one version further, or from nothing to the latest; nothing to do when another was quicker."""
    reached, file = (latest_version(folder), _SCHEMA) if version == 0 else (version + 1, _numbered(folder)[version + 1])
    try:
        with db.schema_change():
            if schema_version(db) != version:
                return
            db.run_script(file.read_text(encoding="utf-8"))
            db.execute(
                "INSERT INTO schema_version (version, applied_at) VALUES (:version, :applied_at)",
                {"version": reached, "applied_at": clock.now_text()},
            )
    except DriverError as error:
        raise SchemaError(f"{file.name} cannot be applied, and nothing of it was: {error}") from error
