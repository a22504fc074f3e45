"""Where DATABASE_URL points: the absolute path of a SQLite file, or the URL of a PostgreSQL database."""

import re
from pathlib import Path


class NotAFile(RuntimeError):
    """The operation needs a SQLite file, and the database is a PostgreSQL one."""


def is_postgresql(url: str) -> bool:
    """Whether the database is a PostgreSQL one."""
    return url.startswith(("postgresql://", "postgres://"))


def file_path(url: str) -> Path:
    """Return the path of a SQLite database; raises NotAFile for another one."""
    if is_postgresql(url):
        raise NotAFile(f"{display_name(url)} is a PostgreSQL database: use pg_dump and pg_restore")
    return Path(url)


def display_name(url: str) -> str:
    """Return what may be shown of a location: the path, or the URL without user, password and parameters."""
    return re.sub(r"//[^/]*@", "//", url.partition("?")[0]) if is_postgresql(url) else url
