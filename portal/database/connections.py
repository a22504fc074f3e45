"""The database connections of one application: one per thread, opened on first use."""

import threading
import weakref
from pathlib import Path

from portal.database.connection import Database


class _PerThread(threading.local):
    database: Database | None = None


class Connections:
    """Opens one connection per thread and keeps it for the life of the thread: opening one costs more than a query."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = _PerThread()
        self._opened: weakref.WeakSet[Database] = weakref.WeakSet()
        self._lock = threading.Lock()

    def get(self) -> Database:
        """Return the connection of the current thread."""
        if self._local.database is None:
            database = Database(self._path)
            self._local.database = database
            with self._lock:
                self._opened.add(database)
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
        self._local = _PerThread()
