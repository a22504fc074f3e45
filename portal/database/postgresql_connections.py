"""The connections of one application to PostgreSQL: a pool, opened on first use."""

import threading

from portal.database.interface import Connections
from portal.database.location import display_name
from portal.database.postgresql import PostgresDatabase
from portal.database.postgresql_pool import Pool


class _PerThread(threading.local):
    database: PostgresDatabase | None = None


class PostgresConnections(Connections):
    """Opens the pool on first use, so that it belongs to the process that uses it; threads share its connections.

    Args:
        most_threads: how many threads may have a connection or wait for one.
    """

    def __init__(self, url: str, *, size: int, most_threads: int, prepare: bool) -> None:
        self._url = url
        self._size, self._most_threads, self._prepare = size, most_threads, prepare
        self._local = _PerThread()
        self._pool: Pool | None = None
        self._lock = threading.Lock()

    def get(self) -> PostgresDatabase:
        """Return the database for the current thread."""
        if self._local.database is None:
            with self._lock:
                if self._pool is None:
                    self._pool = Pool(
                        self._url, size=self._size, most_threads=self._most_threads, prepare=self._prepare
                    )
                self._local.database = PostgresDatabase(self._pool, display_name(self._url))
        return self._local.database

    def seen_damage(self) -> bool:
        """Whether any statement met damaged pages."""
        return self._pool is not None and self._pool.seen_damage

    def close_all(self) -> None:
        """Close every connection, whichever thread opened it."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
            self._pool = None
            self._local = _PerThread()
