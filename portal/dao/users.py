"""Table `users`."""

from portal.database import Database, Row
from portal.models import User

COLUMNS = "u.id, u.email, u.username, u.password_hash, u.created_at, u.role"


def from_row(row: Row) -> User:
    """Build the model from the columns `COLUMNS`."""
    return User(
        id=row["id"],
        email=row["email"],
        username=row["username"],
        password_hash=row["password_hash"],
        created_at=row["created_at"],
        role=row["role"],
    )


def get_by_id(db: Database, *, user_id: str, for_update: bool = False) -> User | None:
    """Return a user.

    Args:
        for_update: nobody else changes the user until the transaction ends.
    """
    lock = db.for_update("u") if for_update else ""
    row = db.one(f"SELECT {COLUMNS} FROM users u WHERE u.id = :id{lock}", {"id": user_id})
    return from_row(row) if row else None


def get_by_email(db: Database, *, email: str) -> User | None:
    """Return the user with a normalised email address."""
    row = db.one(f"SELECT {COLUMNS} FROM users u WHERE u.email = :email", {"email": email})
    return from_row(row) if row else None


def get_by_username_key(db: Database, *, username_key: str) -> User | None:
    """Return the user whose username has this key."""
    row = db.one(f"SELECT {COLUMNS} FROM users u WHERE u.username_key = :key", {"key": username_key})
    return from_row(row) if row else None


def insert(db: Database, user: User, *, username_key: str) -> None:
    """Add a user; raises IntegrityError when the email or the username is taken."""
    db.execute(
        "INSERT INTO users (id, email, username, username_key, password_hash, created_at, updated_at, role)"
        " VALUES (:id, :email, :username, :username_key, :password_hash, :created_at, :created_at, :role)",
        {**vars(user), "username_key": username_key},
    )


def update_password(db: Database, *, user_id: str, password_hash: str, at: str) -> None:
    """Store a new password hash."""
    db.execute(
        "UPDATE users SET password_hash = :password_hash, updated_at = :at WHERE id = :user_id",
        {"password_hash": password_hash, "at": at, "user_id": user_id},
    )


def update_role(db: Database, *, user_id: str, role: str, at: str) -> None:
    """Store what a user may do."""
    db.execute(
        "UPDATE users SET role = :role, updated_at = :at WHERE id = :user_id",
        {"role": role, "at": at, "user_id": user_id},
    )


def delete(db: Database, *, user_id: str) -> None:
    """Delete a user and, by foreign keys, everything that belongs to them."""
    db.execute("DELETE FROM users WHERE id = :user_id", {"user_id": user_id})
