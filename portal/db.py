"""The database: one connection a thread, transactions, what its faults mean. The only module that knows the dialect."""

import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from flask import Flask, current_app

from portal import db_faults, metrics
from portal.change_mark import ChangeMark
from portal.config import settings
from portal.errors import DatabaseBusy, DatabaseDamaged, DatabaseUnavailable

T = TypeVar("T")
Row = sqlite3.Row
IntegrityError = sqlite3.IntegrityError
DriverError = sqlite3.Error
Params = Mapping[str, Any]

SQLITE_VERSION = sqlite3.sqlite_version_info
_SEED = Path(__file__).resolve().parent.parent / "seed.sql"
_BUSY_TIMEOUT_MS = 5000
_SCHEMA_CHANGE_TIMEOUT_MS = 60_000
_WAL_RETRY_S = 0.02
_MOST_FAULTS = 20


class Database:
    """One connection. Statements take named parameters (`:user_id`); outside a transaction each commits itself.

    Whatever is asked of it raises DatabaseBusy when others held the file for longer than the busy timeout, StorageFull
    when there was no room to write, and DatabaseDamaged or another DatabaseUnavailable when the file is of no use.
    """

    damaged = False

    def __init__(self, path: Path) -> None:
        self.path = path
        # What other processes see of changes of the exercises: announced in a transaction, settled at its end.
        self.mark = ChangeMark(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            self._raise(error)
        except OSError as error:
            raise DatabaseUnavailable from error
        self._close = weakref.finalize(self, self._connection.close)
        self._connection.row_factory = sqlite3.Row
        try:
            self.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
            self._switch_to_wal()
            self.execute("PRAGMA synchronous = NORMAL")
            self.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            self.close()
            raise

    def one(self, sql: str, params: Params | None = None) -> Row | None:
        """Return the first row, or None."""
        row: Row | None = self._run(sqlite3.Cursor.fetchone, sql, params)
        return row

    def all(self, sql: str, params: Params | None = None) -> list[Row]:
        """Return all rows."""
        return self._run(sqlite3.Cursor.fetchall, sql, params)

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it changed; raises IntegrityError when a constraint refused it."""
        return self._run(lambda cursor: cursor.rowcount, sql, params)

    def run_script(self, text: str) -> None:
        """Run statements one by one: sqlite3's own `executescript` would commit first."""
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
                self.execute(statement)
                statement = ""
        self.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes, or nothing of it when the block or the commit fails. Never nested."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already; one left open would refuse every later one.
            if self._connection.in_transaction:
                self.execute("ROLLBACK")
            raise
        finally:
            self.mark.settle()

    @contextmanager
    def schema_change(self) -> Iterator[None]:
        """A transaction in which tables may be rebuilt: foreign keys are not watched inside, and must hold at its end.

        With them on, dropping a table would delete the rows that refer to it. Waits a minute for another's change.
        """
        self.execute(f"PRAGMA busy_timeout = {_SCHEMA_CHANGE_TIMEOUT_MS}")
        self.execute("PRAGMA foreign_keys = OFF")  # has no effect once a transaction is open
        try:
            with self.transaction():
                yield
                if faults := self._foreign_key_faults():
                    raise IntegrityError("; ".join(faults))
        finally:
            self.execute("PRAGMA foreign_keys = ON")
            self.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everyone else out while the file is exchanged, with nothing left in a log beside it.

        Raises:
            DatabaseBusy: another connection to it is open, if only an idle one.
        """
        self.execute("PRAGMA journal_mode = DELETE")
        self.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            self.execute("ROLLBACK")

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return (
            self.one("SELECT name FROM sqlite_master WHERE type = 'table' AND name = :name", {"name": name}) is not None
        )

    def copy_to(self, path: Path) -> None:
        """Write all of it as of one moment to one new file; others go on reading and writing meanwhile."""
        try:
            copy = sqlite3.connect(path, isolation_level=None)
            try:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
        except sqlite3.Error as error:
            self._raise(error)

    def integrity_faults(self) -> list[str]:
        """Read all of it and return what is wrong."""
        found = [str(row[0]) for row in self.all(f"PRAGMA integrity_check({_MOST_FAULTS})")]
        return [fault for fault in found if fault != "ok"] + self._foreign_key_faults()

    def close(self) -> None:
        """Close the connection; a thread that ends drops its own."""
        self._close()

    def _foreign_key_faults(self) -> list[str]:
        rows = self.all("PRAGMA foreign_key_check")[:_MOST_FAULTS]
        return [f"a row of {row['table']} refers to a row of {row['parent']} that is not there" for row in rows]

    def _switch_to_wal(self) -> None:
        """Ask for WAL; two who ask a fresh file for it at once are not made to wait, one is refused: ask again."""
        deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                self.execute("PRAGMA journal_mode = WAL")
                return
            except DatabaseBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_WAL_RETRY_S)

    def _run(self, fetch: Callable[[sqlite3.Cursor], T], sql: str, params: Params | None) -> T:
        start = time.perf_counter()
        try:
            # A statement may fail at its first row or at any later one, so fetching belongs inside.
            return fetch(self._connection.execute(sql, params or {}))
        except sqlite3.Error as error:
            self._raise(error)
        finally:
            metrics.observe_query(sql, time.perf_counter() - start)

    def _raise(self, error: sqlite3.Error) -> NoReturn:
        fault = db_faults.fault_of(error)
        if fault is None:
            raise error
        self.damaged = self.damaged or fault is DatabaseDamaged
        raise fault from error


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

    def damaged(self) -> bool:
        with self._lock:
            return any(database.damaged for database in self._opened)

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


def seen_damaged() -> bool:
    """Whether any connection of the current app has met damage in the file."""
    extension: _Extension = current_app.extensions["database"]
    return extension.damaged()


def close_all(app: Flask) -> None:
    """Close every connection of the app, whichever thread opened it."""
    app.extensions["database"].close_all()


def load_seed(db: Database) -> int:
    """Insert or update the starter curriculum and return how many exercises it holds; learners' rows stay."""
    with db.transaction():
        db.mark.announce()
        db.run_script(_SEED.read_text(encoding="utf-8"))
        row = db.one("SELECT COUNT(*) AS total FROM exercises WHERE source = 'starter'")
    return int(row["total"]) if row else 0
