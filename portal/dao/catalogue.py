"""Table `catalogue`: one row with a version number that every change of the exercises increments."""

from portal.database import Database

UPDATE_VERSION = "UPDATE catalogue SET version = version + 1"


def get_version(db: Database) -> int:
    """Return the current version of the exercises."""
    row = db.one("SELECT version FROM catalogue")
    return int(row["version"]) if row else 0


def update_version(db: Database) -> None:
    """Increment the version; called in the transaction that changes exercises."""
    db.execute(UPDATE_VERSION)
