"""What to tell an operator whose database cannot be used."""

from portal.database.location import display_name, is_postgresql
from portal.errors import DatabaseBusy, DatabaseDamaged, DatabaseGone, DatabaseUnavailable, PortalError, StorageFull

# The most specific class first.
_SQLITE: dict[type[PortalError], str] = {
    DatabaseBusy: "another process has locked it; try again when that process has finished",
    StorageFull: "the disk is full; free some space",
    DatabaseDamaged: "it is damaged or not a SQLite database; restore a backup with: flask restore FILE",
    DatabaseGone: "it was moved, removed or replaced while the service runs; put it back, or restart the service",
    DatabaseUnavailable: "it cannot be opened for writing; give this user write access to the file and its folder",
}
_POSTGRESQL: dict[type[PortalError], str] = {
    DatabaseBusy: "another process has locked it, or it has no free connection; try again later",
    StorageFull: "the disk of the server is full; free some space",
    DatabaseDamaged: "it is damaged; restore a backup",
    DatabaseUnavailable: "it cannot be used; start the server, or correct DATABASE_URL or the rights of its user",
}
DATABASE_ERRORS = tuple(_SQLITE)


def advice(url: str, error: PortalError) -> str:
    """Describe in one line what is wrong with the database and what to do about it."""
    hints = _POSTGRESQL if is_postgresql(url) else _SQLITE
    hint = next((text for kind, text in hints.items() if isinstance(error, kind)), error.message)
    reason = " ".join(str(error.__cause__ or error).split())
    return f"{display_name(url)}: {hint} ({reason})"
