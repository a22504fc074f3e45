"""Schema versions: creating the schema and upgrading an older database. See migrations/README.md."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal import clock
from portal.database.advice import DATABASE_ERRORS, advice
from portal.database.interface import Database, DriverError
from portal.database.location import display_name
from portal.database.opening import open_database

_PROJECT = Path(__file__).resolve().parent.parent.parent
_SCHEMA = _PROJECT / "schema.sql"
_FOLDER = Path(__file__).resolve().parent / "migrations"


class SchemaError(RuntimeError):
    """This version cannot work with the database; the message says what to do."""


def _numbered(folder: Path) -> dict[int, Path]:
    """Return the files `NNNN-name.sql` by the version they upgrade to."""
    matches = {path: re.fullmatch(r"(\d{4})-[^.]+\.sql", path.name) for path in folder.iterdir()}
    return {int(match[1]): path for path, match in matches.items() if match}


def latest_version(folder: Path = _FOLDER) -> int:
    """Return the highest version among the numbered files of a folder; 1 when there are none."""
    return max(_numbered(folder), default=1)


CURRENT_VERSION = latest_version()


def schema_version(db: Database) -> int:
    """Return the version of the schema, 0 for an empty database."""
    row = db.one("SELECT MAX(version) AS version FROM schema_version") if db.has_table("schema_version") else None
    return int(row["version"] or 0) if row else 0


def init_schema(db: Database, folder: Path = _FOLDER) -> None:
    """Create the schema or upgrade an older one; deletes no rows, and several processes may call it at once.

    Each migration runs in its own transaction, so a process killed midway leaves a database of some whole version, and
    the next call continues from there.

    Raises:
        SchemaError: the database has a newer version, or a migration fails on its contents.
    """
    latest = latest_version(folder)
    while (version := _known_version(db, latest)) < latest:
        _advance(db, version, folder)
    check_writable(db)


def check_writable(db: Database) -> None:
    """Raise DatabaseUnavailable when the database is read-only: a transaction may begin on one without an error."""
    with db.transaction():
        db.execute("UPDATE schema_version SET version = version")


@contextmanager
def in_plain_words(url: str) -> Iterator[None]:
    """Turn errors that make the database unusable into a SchemaError: one line with its name and what to do."""
    try:
        yield
    except DATABASE_ERRORS as error:
        raise SchemaError(advice(url, error)) from error
    except SchemaError as error:
        raise SchemaError(f"{display_name(url)}: {error}") from error


def require_current(db: Database) -> None:
    """Raise SchemaError unless the database has the schema of this version."""
    if _known_version(db, CURRENT_VERSION) < CURRENT_VERSION:
        raise SchemaError("its schema is missing or older than this version; run: flask init-db")


def check_database(url: str) -> None:
    """Check before the service starts that the database can be written and does not have a newer version.

    Raises:
        SchemaError: it cannot be used.
    """
    with in_plain_words(url), open_database(url) as db:
        if _known_version(db, CURRENT_VERSION) > 0:
            check_writable(db)


def _known_version(db: Database, latest: int) -> int:
    try:
        version = schema_version(db)
    except DriverError as error:
        raise SchemaError(f"it is not a database of the portal: {error}") from error
    if version > latest:
        raise SchemaError(
            f"it has schema version {version}, and this portal supports versions up to {latest}; start the newer"
            " portal, or restore the backup made before the upgrade with: flask restore FILE"
        )
    return version


def _advance(db: Database, version: int, folder: Path) -> None:
    """Upgrade a database by one version, or create the latest schema; does nothing if another process did it first."""
    reached, file = (latest_version(folder), _SCHEMA) if version == 0 else (version + 1, _numbered(folder)[version + 1])
    try:
        with db.schema_change():
            if schema_version(db) != version:
                return
            db.run_script(_for_dialect(file, db).read_text(encoding="utf-8"))
            db.execute(
                "INSERT INTO schema_version (version, applied_at) VALUES (:version, :applied_at)",
                {"version": reached, "applied_at": clock.now_text()},
            )
    except DriverError as error:
        raise SchemaError(f"{file.name} could not be applied and was rolled back: {error}") from error


def _for_dialect(file: Path, db: Database) -> Path:
    """Return the variant of a file for the database at hand, `NNNN-name.postgresql.sql`, else the file itself."""
    variant = file.with_suffix(f".{db.dialect}.sql")
    return variant if variant.exists() else file
