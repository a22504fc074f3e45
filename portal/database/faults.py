"""Maps driver errors to API errors, and to advice for the operator."""

import sqlite3
from pathlib import Path

from portal.errors import DatabaseBusy, DatabaseDamaged, DatabaseGone, DatabaseUnavailable, PortalError, StorageFull

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
# The most specific class first.
ADVICE: dict[type[PortalError], str] = {
    DatabaseBusy: "another process has locked it; try again when that process has finished",
    StorageFull: "the disk is full; free some space",
    DatabaseDamaged: "it is damaged or not a SQLite database; restore a backup with: flask restore FILE",
    DatabaseGone: "it was moved, removed or replaced while the service runs; put it back, or restart the service",
    DatabaseUnavailable: "it cannot be opened for writing; give this user write access to the file and its folder",
}


def error_for(error: sqlite3.Error) -> type[PortalError] | None:
    """Return the API error for a driver error; None for a violated constraint and for programming errors."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return _ERRORS.get(code) or _ERRORS.get(code & 0xFF)


def advice(path: Path, error: PortalError) -> str:
    """Describe in one line what is wrong with the database file and what to do about it."""
    hint = next((text for kind, text in ADVICE.items() if isinstance(error, kind)), error.message)
    return f"{path}: {hint} ({error.__cause__ or error})"
