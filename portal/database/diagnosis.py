"""What `flask doctor` reports of the database: (what was checked, status, what was found or what to do)."""

import shutil
import stat
from contextlib import closing
from pathlib import Path

from portal.database import schema
from portal.database.advice import advice
from portal.database.interface import Database
from portal.database.location import display_name, is_postgresql
from portal.database.opening import open_database
from portal.database.sqlite import SQLITE_VERSION, SqliteDatabase
from portal.errors import PortalError

OK, NOTE, FIX = "ok", "note", "FIX"

_MB = 1_000_000
_MIN_FREE_BYTES = 256 * _MB
_MIN_POSTGRESQL = 130_000

Finding = tuple[str, str, str]


def examine(url: str) -> list[Finding]:
    """Check the database; one that is missing is not created."""
    if is_postgresql(url):
        return [("database", *_postgresql(url))]
    path = Path(url)
    return [("sqlite", *_sqlite()), ("database", *_file(path)), ("disk", *_disk(path))]


def exists(url: str) -> bool:
    """Whether there is a database to look at, so that opening it does not create one."""
    return is_postgresql(url) or Path(url).exists()


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether a SQLite version may, very rarely, damage a database when two connections write and checkpoint at once.

    Source: https://sqlite.org/wal.html#walresetbug; fixed in 3.51.3, and in the branches of 3.44 and 3.50.
    """
    return (3, 7) <= version < (3, 51, 3) and not ((3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51))


def _sqlite() -> tuple[str, str]:
    version = ".".join(map(str, SQLITE_VERSION))
    if has_wal_reset_bug(SQLITE_VERSION):
        return NOTE, (
            f"{version} has the WAL-reset bug, which in rare cases damages a file, unless its distributor fixed it;"
            " it is fixed in 3.51.3 and later, 3.50.7 and 3.44.6. Keep backups"
        )
    return OK, version


def _file(path: Path) -> tuple[str, str]:
    if not path.exists():
        return FIX, f"{path} is missing; create it with: flask init-db --seed"
    try:
        schema.check_database(str(path))
        with closing(SqliteDatabase(path)) as db:
            version = schema.schema_version(db)
            faults = db.integrity_faults()
    except PortalError as error:
        return FIX, advice(str(path), error)
    except schema.SchemaError as error:
        return FIX, str(error)
    if faults:
        return FIX, f"{path} is damaged ({faults[0]}); restore a backup with: flask restore FILE"
    if version < schema.CURRENT_VERSION:
        return FIX, _outdated(version)
    if stat.S_IMODE(path.stat().st_mode) & 0o007:
        return FIX, f"every user of this machine can read or write it; run: chmod 600 {path}*"
    return OK, f"reachable, writable, intact, schema version {version}, {path.stat().st_size / _MB:.1f} MB"


def _disk(path: Path) -> tuple[str, str]:
    folder = next(parent for parent in path.parents if parent.exists())
    free = shutil.disk_usage(folder).free
    needed = max(_MIN_FREE_BYTES, path.stat().st_size if path.exists() else 0)
    if free < needed:
        return FIX, f"{free / _MB:.0f} MB free in {folder}; free at least {needed / _MB:.0f} MB"
    return OK, f"{free / _MB:.0f} MB free in {folder}"


def _postgresql(url: str) -> tuple[str, str]:
    try:
        schema.check_database(url)
        with open_database(url) as db:
            return _server(db, display_name(url))
    except PortalError as error:
        return FIX, advice(url, error)
    except schema.SchemaError as error:
        return FIX, str(error)


def _server(db: Database, name: str) -> tuple[str, str]:
    row = db.one(
        "SELECT current_setting('server_version') AS release, current_setting('server_version_num') AS number,"
        " current_setting('server_encoding') AS encoding, pg_database_size(current_database()) AS bytes"
    )
    version = schema.schema_version(db)
    if row is None or int(row["number"]) < _MIN_POSTGRESQL:
        return FIX, f"{name} runs on PostgreSQL {row['release'] if row else ''}; use 13 or newer"
    if row["encoding"] != "UTF8":
        return FIX, f"{name} has the encoding {row['encoding']}; create it with: CREATE DATABASE ... ENCODING 'UTF8'"
    if version < schema.CURRENT_VERSION:
        return FIX, _outdated(version)
    size_mb = row["bytes"] / _MB
    return OK, f"{name}, PostgreSQL {row['release']}, writable, schema version {version}, {size_mb:.1f} MB"


def _outdated(version: int) -> str:
    return f"schema version {version}, not {schema.CURRENT_VERSION}; upgrade it with: flask init-db"
