"""Copies everything from one database to another, of the same or the other kind, and compares the copy."""

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from portal.database import schema
from portal.database.advice import DATABASE_ERRORS
from portal.database.diagnosis import exists
from portal.database.interface import Database, DriverError
from portal.database.location import display_name
from portal.database.opening import open_database

# Each after those that it refers to.
TABLES = (
    "users",
    "sessions",
    "exercises",
    "exercise_versions",
    "user_progress",
    "exercise_submissions",
    "regrades",
    "activity_days",
    "exercise_attempts",
    "exercise_failures",
    "idempotency_keys",
    "catalogue",
    "schema_version",
)
# A new database has rows in these already.
_FILLED = ("catalogue", "schema_version")
_REPORT_ROWS = 50_000

Report = Callable[[str, int], None]


class CopyError(RuntimeError):
    """Nothing was copied; the message says why."""


@dataclass
class _Digest:
    """A fingerprint of rows that does not depend on their order."""

    rows: int = 0
    total: int = 0

    def add(self, columns: Sequence[str], values: Sequence[Any]) -> None:
        text = json.dumps(sorted(zip(columns, values, strict=True)))
        self.total = (self.total + int.from_bytes(hashlib.sha256(text.encode()).digest())) % 2**256
        self.rows += 1


def copy_database(source_url: str, target_url: str, *, report: Report) -> dict[str, int]:
    """Copy every table in one transaction, compare the copy, and return the number of rows by table.

    The copy is of one moment; what is written to the source afterwards is not in it.

    Args:
        report: called now and then with a table and how many of its rows were copied.

    Raises:
        CopyError: the source is missing or not of the current version, or the target has rows or cannot be written.
    """
    if not exists(source_url):
        raise CopyError(f"{display_name(source_url)} does not exist")
    try:
        with open_database(source_url) as source, open_database(target_url) as target:
            _check(source, target)
            with source.snapshot(), target.transaction():
                for table in reversed(_FILLED):
                    target.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant
                return {table: _copy_table(source, target, table, report) for table in TABLES}
    except DATABASE_ERRORS as error:
        raise CopyError(f"nothing was copied: {error.message} ({error.__cause__ or error})") from error
    except (schema.SchemaError, DriverError) as error:
        raise CopyError(f"nothing was copied: {error}") from error


def _check(source: Database, target: Database) -> None:
    if (version := schema.schema_version(source)) != schema.CURRENT_VERSION:
        raise CopyError(
            f"{source.name} has schema version {version}, not {schema.CURRENT_VERSION}; upgrade it with: flask init-db"
        )
    schema.init_schema(target)
    for table in TABLES:
        if table not in _FILLED and target.one(f"SELECT 1 AS found FROM {table} LIMIT 1"):  # noqa: S608 - a constant
            raise CopyError(f"{target.name} is not empty: there are rows in {table}")


def _copy_table(source: Database, target: Database, table: str, report: Report) -> int:
    sample = source.one(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - a constant
    columns = list(sample.keys()) if sample else []
    read, written = _Digest(), _Digest()
    if columns:
        # Closed here also when the copy fails: later, the database they read is closed.
        with closing(_values(source, table, columns)) as rows:
            target.insert_many(table, columns, _counted(rows, columns, read, table, report))
        for values in _values(target, table, columns):
            written.add(columns, values)
    if written != read:
        raise CopyError(f"{table} differs after copying: {read.rows} rows were read, {written.rows} are in the copy")
    report(table, read.rows)
    return read.rows


def _values(db: Database, table: str, columns: Sequence[str]) -> Generator[list[Any]]:
    with closing(db.stream(f"SELECT {', '.join(columns)} FROM {table}")) as rows:  # noqa: S608 - names of our schema
        for row in rows:
            yield [row[name] for name in columns]


def _counted(
    rows: Iterable[list[Any]], columns: Sequence[str], digest: _Digest, table: str, report: Report
) -> Iterator[list[Any]]:
    for values in rows:
        digest.add(columns, values)
        if digest.rows % _REPORT_ROWS == 0:
            report(table, digest.rows)
        yield values
