"""The database: one connection a thread, transactions, the schema. The only module that knows the dialect."""

import re
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from portal import clock, metrics
from portal.config import settings
from portal.errors import DatabaseBusy

Row = sqlite3.Row
IntegrityError = sqlite3.IntegrityError
DriverError = sqlite3.Error
Params = Mapping[str, Any]

SCHEMA_VERSION = 2
_PROJECT = Path(__file__).resolve().parent.parent
_SCHEMA = _PROJECT / "schema.sql"
_SEED = _PROJECT / "seed.sql"
_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_BUSY_TIMEOUT_MS = 5000
_WAL_RETRY_S = 0.02


class SchemaError(RuntimeError):
    """The database's schema is one this version cannot work with."""


class Database:
    """One connection. Statements take named parameters (`:user_id`); outside a transaction each commits itself.

    `durable=False` is for what may be lost with the machine's power: nothing waits for the disk then.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._run(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}").close()
        self._switch_to_wal()
        self._run(f"PRAGMA synchronous = {'NORMAL' if durable else 'OFF'}").close()
        self._run("PRAGMA foreign_keys = ON").close()

    def one(self, sql: str, params: Params | None = None) -> Row | None:
        """Return the first row, or None."""
        row: Row | None = self._run(sql, params).fetchone()
        return row

    def all(self, sql: str, params: Params | None = None) -> list[Row]:
        """Return all rows."""
        return self._run(sql, params).fetchall()

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it changed.

        Raises:
            IntegrityError: a constraint refused it.
            DatabaseBusy: another writer held the database for longer than the busy timeout.
        """
        return self._run(sql, params).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes, or nothing of it when the block raises. Never nested."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._run("COMMIT")

    def close(self) -> None:
        """Close the connection; a thread that ends drops its own."""
        self._connection.close()

    __del__ = close

    def _switch_to_wal(self) -> None:
        """Ask for WAL; two who ask a fresh file for it at once are not made to wait, one is refused: ask again."""
        deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                return self._run("PRAGMA journal_mode = WAL").close()
            except DatabaseBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_WAL_RETRY_S)

    def _run(self, sql: str, params: Params | None = None) -> sqlite3.Cursor:
        start = time.perf_counter()
        try:
            return self._connection.execute(sql, params or {})
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise DatabaseBusy from error
            raise
        finally:
            metrics.observe_query(time.perf_counter() - start)


class _Connections(threading.local):
    """Each thread's own connection; kept for the life of the thread, as opening one costs more than a query."""

    database: Database | None = None


class _Extension:
    """The connections of one application."""

    def __init__(self) -> None:
        self._local = _Connections()
        self._opened: weakref.WeakSet[Database] = weakref.WeakSet()
        self._lock = threading.Lock()

    def get(self, path: Path) -> Database:
        if self._local.database is None:
            database = Database(path)
            self._local.database = database
            with self._lock:
                self._opened.add(database)
        return self._local.database

    def close_all(self) -> None:
        with self._lock:
            for database in list(self._opened):
                database.close()
        self._local = _Connections()


def init_app(app: Flask) -> None:
    """Give the app its connections."""
    app.extensions["database"] = _Extension()


def get_db() -> Database:
    """Return this thread's connection to the current app's database."""
    extension: _Extension = current_app.extensions["database"]
    return extension.get(settings().database_path)


def close_all(app: Flask) -> None:
    """Close every connection of the app, whichever thread opened it."""
    app.extensions["database"].close_all()


def schema_version(db: Database) -> int:
    """Return the version of the schema, 0 for an empty database."""
    if db.one("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'") is None:
        return 0
    row = db.one("SELECT MAX(version) AS version FROM schema_version")
    return int(row["version"] or 0) if row else 0


def init_schema(db: Database) -> None:
    """Create the schema, or bring an older one up to date; drops nothing, and several processes may do it at once.

    Raises:
        SchemaError: the database was made by a newer version of the portal.
    """
    with db.transaction():
        version = schema_version(db)
        if version > SCHEMA_VERSION:
            raise SchemaError(f"the database has schema version {version}; this portal knows {SCHEMA_VERSION}")
        if version == SCHEMA_VERSION:
            return
        for file in [_SCHEMA] if version == 0 else _migrations_after(version):
            _run_script(db, file)
        db.execute(
            "INSERT INTO schema_version (version, applied_at) VALUES (:version, :applied_at)",
            {"version": SCHEMA_VERSION, "applied_at": clock.now_text()},
        )


def load_seed(db: Database) -> int:
    """Insert or update the starter curriculum and return how many exercises it holds; learners' rows stay."""
    with db.transaction():
        _run_script(db, _SEED)
        row = db.one("SELECT COUNT(*) AS total FROM exercises WHERE source = 'starter'")
    return int(row["total"]) if row else 0


def _migrations_after(version: int) -> list[Path]:
    """The files `NNNN-name.sql` that lead from a version to the current one."""
    numbered = {
        int(match[1]): path for path in _MIGRATIONS.iterdir() if (match := re.match(r"(\d{4})-.*\.sql$", path.name))
    }
    return [numbered[number] for number in range(version + 1, SCHEMA_VERSION + 1)]


def _run_script(db: Database, path: Path) -> None:
    """Run a file's statements one by one: sqlite3's own `executescript` would commit first."""
    statement = ""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
