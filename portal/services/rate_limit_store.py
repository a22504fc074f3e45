"""Where rate limits are counted without another server: a small SQLite file that all processes of a machine share."""

import threading
import time
from pathlib import Path

from portal.dao import rate_limits as dao
from portal.db import Database, DriverError
from portal.errors import DatabaseDamaged, PortalError

_PRUNE_S = 60.0


class SharedStore:
    """Counts as the storages of the `limits` library do; one connection serves all threads of a process."""

    base_exceptions: type[Exception] | tuple[type[Exception], ...] = (DriverError, PortalError, OSError)

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: Database | None = None
        self._lock = threading.Lock()
        self._prune_at = 0.0

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count and return the new total; the key may be forgotten `expiry` seconds after it was first counted."""
        now = time.time()
        with self._lock:
            db = self._opened()
            if now > self._prune_at:
                self._prune_at = now + _PRUNE_S
                dao.delete_ended(db, now=now)
            return dao.increment(db, key=key, amount=amount, ends_at=now + expiry)

    def _opened(self) -> Database:
        """The connection, made when it is first needed: a process that forks must not hand it on."""
        if self._database is None:
            try:
                self._database = self._open()
            except DatabaseDamaged:  # nothing in it is worth more than a working one
                self._path.unlink(missing_ok=True)
                self._database = self._open()
        return self._database

    def _open(self) -> Database:
        database = Database(self._path, durable=False)
        dao.create(database)
        return database
