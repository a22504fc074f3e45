"""The database in a SQLite file: statements, transactions and maintenance, through one connection."""

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from portal.database.interface import WRITES, Database, IntegrityError, Params
from portal.database.sqlite_driver import SqliteDriver
from portal.database.sqlite_files import create_file
from portal.database.sqlite_script import split_statements
from portal.errors import DatabaseBusy

SQLITE_VERSION = sqlite3.sqlite_version_info
_SCHEMA_CHANGE_TIMEOUT_MS = 60_000
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

    def __init__(self, path: Path, *, writing: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        self.path = path
        self.name = str(path)
        self._writing = writing
        self._is_writing = False
        self._driver = SqliteDriver(path)
        self.file_id = self._driver.file_id

    @property
    def damaged(self) -> bool:
        """Whether this connection has read damaged pages."""
        return self._driver.damaged

    @staticmethod
    def for_update(alias: str) -> str:
        """Return nothing: a transaction has the file for itself from its beginning."""
        return ""

    def one(self, sql: str, params: Params | None = None) -> sqlite3.Row | None:
        """Return the first row, or None: of a query, or of what a statement wrote (`RETURNING`)."""
        with self._write() if sql.startswith(WRITES) else nullcontext():
            row: sqlite3.Row | None = self._driver.run(sqlite3.Cursor.fetchone, sql, params)
        return row

    def all(self, sql: str, params: Params | None = None) -> list[sqlite3.Row]:
        """Return all rows."""
        return self._driver.run(sqlite3.Cursor.fetchall, sql, params)

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it changed; raises IntegrityError when a constraint refused it."""
        with self._write():
            return self._driver.command(sql, params)

    def execute_if_free(self, sql: str, params: Params | None = None) -> bool:
        """Run a statement unless another connection is writing, and return whether it ran; never waits."""
        self._driver.set_busy_timeout(0)
        try:
            self._driver.command(sql, params)
        except DatabaseBusy:
            return False
        finally:
            self._driver.set_busy_timeout()
        return True

    def run_script(self, text: str) -> None:
        """Run statements one by one; sqlite3's own `executescript` would commit first."""
        for statement in split_statements(text):
            self.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes, or nothing of it when the block or the commit fails. Never nested."""
        with self._write():
            self._driver.command("BEGIN IMMEDIATE")
            try:
                yield
                self._driver.command("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already; an open one would block every later transaction.
                if self._driver.connection.in_transaction:
                    self._driver.command("ROLLBACK")
                raise

    @contextmanager
    def schema_change(self) -> Iterator[None]:
        """Run a transaction in which tables may be rebuilt: foreign keys are off inside and are checked at its end.

        With foreign keys on, dropping a table would delete the rows that refer to it. Waits up to a minute for another
        process's schema change.
        """
        self._driver.set_busy_timeout(_SCHEMA_CHANGE_TIMEOUT_MS)
        self._driver.command("PRAGMA foreign_keys = OFF")  # has no effect once a transaction is open
        try:
            with self.transaction():
                yield
                if faults := self._foreign_key_faults():
                    raise IntegrityError("; ".join(faults))
        finally:
            self._driver.command("PRAGMA foreign_keys = ON")
            self._driver.set_busy_timeout()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Lock out all other connections while the file is replaced, with nothing left in the write-ahead log.

        Raises:
            DatabaseBusy: another connection is open, even an idle one.
        """
        self._driver.command("PRAGMA journal_mode = DELETE")
        self._driver.command("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            self._driver.command("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads of the block see the database as it was at one moment."""
        self._driver.command("BEGIN")
        try:
            yield
        finally:
            self._driver.command("ROLLBACK")

    def stream(self, sql: str) -> Generator[sqlite3.Row]:
        """Yield the rows of a query without holding all of them in memory."""
        with self._driver.mapped_errors():
            yield from self._driver.connection.execute(sql)

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert many rows fast; only within a transaction."""
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
        with self._driver.mapped_errors():
            self._driver.connection.executemany(statement, rows)

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = :name"
        return self.one(query, {"name": name}) is not None

    def copy_to(self, path: Path) -> None:
        """Write a consistent snapshot to a new file; other connections keep reading and writing."""
        with self._driver.mapped_errors():
            create_file(path)
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                self._driver.connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")

    def check_present(self) -> None:
        """Raise DatabaseGone when the path no longer names the file that this connection has open, or its log."""
        self._driver.check_present()

    def integrity_faults(self) -> list[str]:
        """Read the whole database and return what is wrong with it."""
        rows = self.all(f"PRAGMA integrity_check({_MOST_FAULTS})")
        found = [line for row in rows for line in str(row[0]).splitlines()]  # a row may hold several, below a heading
        return [fault for fault in found if fault != "ok" and not fault.startswith("***")] + self._foreign_key_faults()

    def close(self) -> None:
        """Close the connection; the connection of a thread that ends is closed with it."""
        self._driver.close()

    @contextmanager
    def _write(self) -> Iterator[None]:
        if self._is_writing:
            yield
            return
        with self._writing():
            self._driver.check_same_file()
            self._is_writing = True
            try:
                yield
            finally:
                self._is_writing = False
        self.check_present()

    def _foreign_key_faults(self) -> list[str]:
        rows = self.all("PRAGMA foreign_key_check")[:_MOST_FAULTS]
        return [f"a row of {row['table']} refers to a row of {row['parent']} that is not there" for row in rows]
