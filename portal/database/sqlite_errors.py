"""Maps SQLite's errors to API errors."""

import sqlite3

from portal.errors import DatabaseBusy, DatabaseDamaged, DatabaseUnavailable, PortalError, StorageFull

# An extended code is looked up before its primary one (the low byte).
_ERRORS: dict[int, type[PortalError]] = {
    **dict.fromkeys((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL), DatabaseBusy),
    **dict.fromkeys(
        (
            sqlite3.SQLITE_FULL,
            # A quota or a file size limit is not reported as SQLITE_FULL.
            sqlite3.SQLITE_IOERR_WRITE,
            sqlite3.SQLITE_IOERR_FSYNC,
            sqlite3.SQLITE_IOERR_DIR_FSYNC,
            sqlite3.SQLITE_IOERR_TRUNCATE,
            sqlite3.SQLITE_IOERR_SHMSIZE,
        ),
        StorageFull,
    ),
    **dict.fromkeys((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB), DatabaseDamaged),
    **dict.fromkeys(
        (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY),
        DatabaseUnavailable,
    ),
}


def error_for(error: sqlite3.Error) -> type[PortalError] | None:
    """Return the API error for a driver error; None for a violated constraint and for programming errors."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return _ERRORS.get(code) or _ERRORS.get(code & 0xFF)
