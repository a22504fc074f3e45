"""What the driver's failures mean: to whoever asked, an error of the API; to an operator, what to do."""

import sqlite3
from pathlib import Path

from portal.errors import DatabaseBusy, DatabaseDamaged, DatabaseUnavailable, PortalError, StorageFull

# An extended code is looked up before its primary one (the low byte).
_FAULTS: dict[int, type[PortalError]] = {
    **dict.fromkeys((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL), DatabaseBusy),
    **dict.fromkeys(
        (
            sqlite3.SQLITE_FULL,
            # A quota or a limit on the size of files is no SQLITE_FULL.
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
    DatabaseBusy: "another process is holding it; try again when that one is done",
    StorageFull: "there is no room to write; make room on its disk",
    DatabaseDamaged: "it is damaged or no SQLite database; put a backup in its place with: flask restore FILE",
    DatabaseUnavailable: "it cannot be opened and written; let this user write the file and its folder",
}


def fault_of(error: sqlite3.Error) -> type[PortalError] | None:
    """Return the error to answer with; None for a broken constraint and for a mistake of our own."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return _FAULTS.get(code) or _FAULTS.get(code & 0xFF)


def advice(path: Path, error: PortalError) -> str:
    """Say in one line what is wrong with the database at a path, and what to do about it."""
    told = next((text for kind, text in ADVICE.items() if isinstance(error, kind)), error.message)
    return f"{path}: {told} ({error.__cause__ or error})"
