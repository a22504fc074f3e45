"""Table `hits` of the rate limits' own database, which holds nothing that is worth keeping."""

from portal.db import Database


def create(db: Database) -> None:
    """Make the table, unless it is there."""
    db.execute(
        "CREATE TABLE IF NOT EXISTS hits (key TEXT NOT NULL PRIMARY KEY, total INTEGER NOT NULL, ends_at REAL NOT NULL)"
    )
    db.execute("CREATE INDEX IF NOT EXISTS hits_by_end ON hits (ends_at)")


def increment(db: Database, *, key: str, amount: int, ends_at: float) -> int:
    """Count and return the new total; `ends_at` is the Unix time from which the row may go."""
    row = db.one(
        "INSERT INTO hits (key, total, ends_at) VALUES (:key, :amount, :ends_at)"
        " ON CONFLICT (key) DO UPDATE SET total = hits.total + excluded.total RETURNING total",
        {"key": key, "amount": amount, "ends_at": ends_at},
    )
    return int(row["total"]) if row else amount


def delete_ended(db: Database, *, now: float) -> None:
    """Forget the keys whose window has ended."""
    db.execute("DELETE FROM hits WHERE ends_at <= :now", {"now": now})
