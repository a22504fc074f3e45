"""The connections of one application to a SQLite file: one per thread, opened on first use."""

import threading
import weakref
from pathlib import Path

from portal.bulkhead import Bulkhead
from portal.database.interface import Connections
from portal.database.sqlite import SqliteDatabase
from portal.database.sqlite_files import file_id, not_there
from portal.errors import DatabaseGone


class _PerThread(threading.local):
    database: SqliteDatabase | None = None


class SqliteConnections(Connections):
    """Opens one connection per thread and keeps it for the life of the thread: opening one costs more than a query.

    All of them have the same file open. When it is gone, no other is created or opened in its place: its log might
    still be there, and would be applied to the other file.
    """

    def __init__(self, path: Path, writers: Bulkhead) -> None:
        self._path = path
        self._writers = writers
        self._file_id: tuple[int, int] | None = None
        self._local = _PerThread()
        self._opened: weakref.WeakSet[SqliteDatabase] = weakref.WeakSet()
        self._lock = threading.Lock()

    def get(self) -> SqliteDatabase:
        """Return the connection of the current thread."""
        if self._local.database is None:
            self._local.database = self._open()
        return self._local.database

    def seen_damage(self) -> bool:
        """Whether any connection has read damaged pages of the file."""
        with self._lock:
            return any(database.damaged for database in self._opened)

    def close_all(self) -> None:
        """Close every connection, whichever thread opened it."""
        with self._lock:
            for database in list(self._opened):
                database.close()
            self._file_id = None
        self._local = _PerThread()

    def _open(self) -> SqliteDatabase:
        if self._file_id is not None and file_id(self._path) != self._file_id:
            raise DatabaseGone from not_there(self._path)
        database = SqliteDatabase(self._path, writing=self._writers.enter)
        with self._lock:
            self._file_id = self._file_id or database.file_id
            self._opened.add(database)
        return database
