"""One SQLite connection: statements, transactions and maintenance."""

import sqlite3
import time
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from portal.database import sqlite_errors
from portal.database.interface import WRITES, Database, DriverError, IntegrityError, Params
from portal.database.sqlite_files import create_file, file_id
from portal.database.sqlite_script import split_statements
from portal.errors import DatabaseBusy, DatabaseDamaged, DatabaseGone, DatabaseUnavailable
from portal.observability import query_metrics

T = TypeVar("T")

SQLITE_VERSION = sqlite3.sqlite_version_info
_BUSY_TIMEOUT_MS = 5000
_SCHEMA_CHANGE_TIMEOUT_MS = 60_000
_WAL_RETRY_S = 0.02
_MOST_FAULTS = 20


class SqliteDatabase(Database):
    """One connection to a file.

    Its methods raise DatabaseBusy when the file stays locked for longer than the busy timeout. Writing raises
    DatabaseGone when the file was moved, removed or replaced, even if that happened during the commit.

    Args:
        writing: what a write holds from its beginning to its end.
    """

    dialect = "sqlite"
    skip_locked = ""
    damaged = False

    def __init__(self, path: Path, *, writing: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        self.path = path
        self.name = str(path)
        self._writing = writing
        self._is_writing = False
        try:
            create_file(path)
            self.file_id = file_id(path)
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            self._raise(error)
        except OSError as error:
            raise DatabaseUnavailable from error
        self._close = weakref.finalize(self, self._connection.close)
        self._connection.row_factory = sqlite3.Row
        try:
            self._command(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
            self._has_log = self._switch_to_wal()
            self._command("PRAGMA synchronous = NORMAL")
            self._command("PRAGMA foreign_keys = ON")
        except BaseException:
            self.close()
            raise

    @staticmethod
    def for_update(alias: str) -> str:
        """Return nothing: a transaction has the file for itself from its beginning."""
        return ""

    def one(self, sql: str, params: Params | None = None) -> sqlite3.Row | None:
        """Return the first row, or None: of a query, or of what a statement wrote (`RETURNING`)."""
        with self._write() if sql.startswith(WRITES) else nullcontext():
            row: sqlite3.Row | None = self._run(sqlite3.Cursor.fetchone, sql, params)
        return row

    def all(self, sql: str, params: Params | None = None) -> list[sqlite3.Row]:
        """Return all rows."""
        return self._run(sqlite3.Cursor.fetchall, sql, params)

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it changed; raises IntegrityError when a constraint refused it."""
        with self._write():
            return self._command(sql, params)

    def execute_if_free(self, sql: str, params: Params | None = None) -> bool:
        """Run a statement unless another connection is writing, and return whether it ran; never waits."""
        self._command("PRAGMA busy_timeout = 0")
        try:
            self._command(sql, params)
        except DatabaseBusy:
            return False
        finally:
            self._command(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        return True

    def run_script(self, text: str) -> None:
        """Run statements one by one; sqlite3's own `executescript` would commit first."""
        for statement in split_statements(text):
            self.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes, or nothing of it when the block or the commit fails. Never nested."""
        with self._write():
            self._command("BEGIN IMMEDIATE")
            try:
                yield
                self._command("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already; an open one would block every later transaction.
                if self._connection.in_transaction:
                    self._command("ROLLBACK")
                raise

    @contextmanager
    def schema_change(self) -> Iterator[None]:
        """Run a transaction in which tables may be rebuilt: foreign keys are off inside and are checked at its end.

        With foreign keys on, dropping a table would delete the rows that refer to it. Waits up to a minute for another
        process's schema change.
        """
        self._command(f"PRAGMA busy_timeout = {_SCHEMA_CHANGE_TIMEOUT_MS}")
        self._command("PRAGMA foreign_keys = OFF")  # has no effect once a transaction is open
        try:
            with self.transaction():
                yield
                if faults := self._foreign_key_faults():
                    raise IntegrityError("; ".join(faults))
        finally:
            self._command("PRAGMA foreign_keys = ON")
            self._command(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Lock out all other connections while the file is replaced, with nothing left in the write-ahead log.

        Raises:
            DatabaseBusy: another connection is open, even an idle one.
        """
        self._command("PRAGMA journal_mode = DELETE")
        self._command("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            self._command("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads of the block see the database as it was at one moment."""
        self._command("BEGIN")
        try:
            yield
        finally:
            self._command("ROLLBACK")

    def stream(self, sql: str) -> Generator[sqlite3.Row]:
        """Yield the rows of a query without holding all of them in memory."""
        with self._mapped_errors():
            yield from self._connection.execute(sql)

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert many rows fast; only within a transaction."""
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
        with self._mapped_errors():
            self._connection.executemany(statement, rows)

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = :name"
        return self.one(query, {"name": name}) is not None

    def copy_to(self, path: Path) -> None:
        """Write a consistent snapshot to a new file; other connections keep reading and writing."""
        with self._mapped_errors():
            create_file(path)
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")

    def check_present(self) -> None:
        """Raise DatabaseGone when the path no longer names the file that this connection has open, or its log."""
        self._check_same_file()
        if self._has_log and not self.path.with_name(f"{self.path.name}-wal").exists():
            raise DatabaseGone

    def integrity_faults(self) -> list[str]:
        """Read the whole database and return what is wrong with it."""
        rows = self.all(f"PRAGMA integrity_check({_MOST_FAULTS})")
        found = [line for row in rows for line in str(row[0]).splitlines()]  # a row may hold several, below a heading
        return [fault for fault in found if fault != "ok" and not fault.startswith("***")] + self._foreign_key_faults()

    def close(self) -> None:
        """Close the connection; the connection of a thread that ends is closed with it."""
        self._close()

    @contextmanager
    def _write(self) -> Iterator[None]:
        if self._is_writing:
            yield
            return
        with self._writing():
            self._check_same_file()
            self._is_writing = True
            try:
                yield
            finally:
                self._is_writing = False
        self.check_present()

    def _check_same_file(self) -> None:
        if file_id(self.path) != self.file_id:
            raise DatabaseGone

    def _foreign_key_faults(self) -> list[str]:
        rows = self.all("PRAGMA foreign_key_check")[:_MOST_FAULTS]
        return [f"a row of {row['table']} refers to a row of {row['parent']} that is not there" for row in rows]

    def _switch_to_wal(self) -> bool:
        """Switch to WAL mode, and return whether the file system supports it.

        Retries: when two connections switch a new file at once, one fails without waiting.
        """
        deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                row = self.one("PRAGMA journal_mode = WAL")
                return row is not None and row[0] == "wal"
            except DatabaseBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_WAL_RETRY_S)

    def _command(self, sql: str, params: Params | None = None) -> int:
        return self._run(lambda cursor: cursor.rowcount, sql, params)

    def _run(self, fetch: Callable[[sqlite3.Cursor], T], sql: str, params: Params | None) -> T:
        start = time.perf_counter()
        try:
            # A statement can fail at any row, so fetching belongs inside the try block.
            return fetch(self._connection.execute(sql, params or {}))
        except sqlite3.Error as error:
            self._raise(error)
        finally:
            query_metrics.observe_query(sql, time.perf_counter() - start)

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            self._raise(error)

    def _raise(self, error: sqlite3.Error) -> NoReturn:
        portal_error = sqlite_errors.error_for(error)
        if portal_error is None:
            raise (IntegrityError if isinstance(error, sqlite3.IntegrityError) else DriverError)(str(error)) from error
        self.damaged = self.damaged or portal_error is DatabaseDamaged
        raise portal_error from error
