"""sqlite3's connection to one file: how it is set up, statements that are timed, and errors in the portal's terms."""

import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

from portal.database import sqlite_errors
from portal.database.interface import DriverError, IntegrityError, Params
from portal.database.sqlite_files import create_file, disk_failure, file_id, not_there
from portal.errors import DatabaseBusy, DatabaseDamaged, DatabaseGone, DatabaseUnavailable, StorageFull
from portal.observability import query_metrics

T = TypeVar("T")

_BUSY_TIMEOUT_MS = 5000
_WAL_RETRY_S = 0.02


class SqliteDriver:
    """One connection; `connection` is sqlite3's own, for use within `mapped_errors`.

    Attributes:
        file_id: of the file that is open; see `check_present`.
        damaged: whether it has read damaged pages.
    """

    damaged = False

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            create_file(path)
            self.file_id = file_id(path)
            self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            self._raise(error)
        except OSError as error:
            raise DatabaseUnavailable from error
        self.close = weakref.finalize(self, self.connection.close)
        self.connection.row_factory = sqlite3.Row
        try:
            self.set_busy_timeout()
            self._has_log = self._switch_to_wal()
            self.command("PRAGMA synchronous = NORMAL")
            self.command("PRAGMA foreign_keys = ON")
        except BaseException:
            self.close()
            raise

    def command(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it changed."""
        return self.run(lambda cursor: cursor.rowcount, sql, params)

    def run(self, fetch: Callable[[sqlite3.Cursor], T], sql: str, params: Params | None) -> T:
        """Run a statement and return what `fetch` makes of its cursor."""
        start = time.perf_counter()
        try:
            # A statement can fail at any row, so fetching belongs inside the try block.
            return fetch(self.connection.execute(sql, params or {}))
        except sqlite3.Error as error:
            self._raise(error)
        finally:
            query_metrics.observe_query(sql, time.perf_counter() - start)

    @contextmanager
    def mapped_errors(self) -> Iterator[None]:
        """Raise the portal's errors instead of sqlite3's."""
        try:
            yield
        except sqlite3.Error as error:
            self._raise(error)

    def set_busy_timeout(self, timeout_ms: int | None = None) -> None:
        """Set how long a statement waits for the lock of another connection; by default five seconds."""
        self.command(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS if timeout_ms is None else timeout_ms}")

    def check_same_file(self) -> None:
        """Raise DatabaseGone when the path no longer names the file that is open."""
        if file_id(self._path) != self.file_id:
            raise DatabaseGone from not_there(self._path)

    def check_present(self) -> None:
        """Raise DatabaseGone when the path no longer names the file that is open, or its log is not there."""
        self.check_same_file()
        write_ahead_log = self._path.with_name(f"{self._path.name}-wal")
        if self._has_log and not write_ahead_log.exists():
            raise DatabaseGone from not_there(write_ahead_log)

    def _switch_to_wal(self) -> bool:
        """Switch to WAL mode, and return whether the file system supports it.

        Retries: when two connections switch a new file at once, one fails without waiting.
        """
        deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                row: sqlite3.Row | None = self.run(sqlite3.Cursor.fetchone, "PRAGMA journal_mode = WAL", None)
                return row is not None and row[0] == "wal"
            except DatabaseBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_WAL_RETRY_S)

    def _raise(self, error: sqlite3.Error) -> NoReturn:
        portal_error = sqlite_errors.error_for(error)
        if portal_error is None:
            raise (IntegrityError if isinstance(error, sqlite3.IntegrityError) else DriverError)(str(error)) from error
        # SQLite reports a write that failed in the same words whatever the reason.
        if portal_error is StorageFull and (failure := disk_failure(self._path.parent)):
            raise DatabaseUnavailable from failure
        self.damaged = self.damaged or portal_error is DatabaseDamaged
        raise portal_error from error
