"""Backups of a SQLite database: a consistent copy in one file, and restoring it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from portal.database import schema
from portal.database.advice import advice
from portal.database.sqlite import SqliteDatabase
from portal.errors import DatabaseBusy, DatabaseDamaged, PortalError

# Files that SQLite keeps beside an open database, or leaves behind when its process is killed.
_COMPANIONS = ("-wal", "-shm", "-journal")


class BackupError(RuntimeError):
    """The backup could not be made or restored; nothing was changed. The message says why."""


def backup(database: Path, file: Path, *, force: bool) -> int:
    """Write a consistent, checked copy that only its owner can read, and return its size in bytes.

    It appears under its name once it is complete, or not at all.

    Raises:
        BackupError: the file exists and `force` is false, there is no database of the portal, the copy is damaged, or
            it cannot be written.
    """
    if not database.exists():  # opening it would create it
        raise BackupError(f"{database} is not there: is DATABASE_URL that of the service?")
    if file.exists() and not force:
        raise BackupError(f"{file} exists; --force replaces it")
    if file.exists() and file.samefile(database):
        raise BackupError(f"{file} is the database itself")
    with _draft_beside(file) as draft:
        try:
            with closing(SqliteDatabase(database)) as db:
                if schema.schema_version(db) == 0:
                    raise BackupError(f"{database} holds nothing of a portal: is DATABASE_URL that of the service?")
                db.copy_to(draft)
            faults = _faults_of(draft)
        except PortalError as error:
            raise BackupError(f"{file} was not written: {error.__cause__ or error}") from error
        if faults:
            raise BackupError(f"{file} was not written, the database is damaged: {faults[0]}")
        draft.chmod(0o600)
        size_bytes = draft.stat().st_size
        try:
            # A link never replaces a file: of two concurrent backups, one fails.
            (os.replace if force else os.link)(draft, file)
        except FileExistsError:
            raise BackupError(f"{file} exists; --force replaces it") from None
    _sync_folder(file.parent)
    return size_bytes


def restore(file: Path, database: Path, *, now: datetime) -> Path | None:
    """Replace the database by a backup, upgraded if it is older, and return where the replaced one is kept.

    Raises:
        BackupError: the file is not an intact backup, or the service is running.
    """
    with _draft_beside(database) as draft:
        # The backup itself is never opened: SQLite would create files beside it.
        for suffix in ("", "-wal", "-journal"):
            if (source := file.with_name(file.name + suffix)).exists():
                shutil.copyfile(source, draft.with_name(draft.name + suffix))
        _make_current(file, draft)
        if database.exists():
            kept = database.with_name(f"{database.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
            _take_owner_and_mode(draft, database)
            _exchange(draft, database, kept)
        else:
            kept = None
            draft.chmod(0o600)
            os.replace(draft, database)
    _sync_folder(database.parent)
    return kept


def _make_current(file: Path, draft: Path) -> None:
    """Check the copy of a backup and upgrade it before the current database is touched."""
    try:
        if faults := _faults_of(draft):
            raise BackupError(f"{file} is damaged: {faults[0]}")
        with closing(SqliteDatabase(draft)) as db:
            if schema.schema_version(db) == 0:
                raise BackupError(f"{file} is not a database of the portal")
            schema.init_schema(db)
            with db.exclusive():  # moves the write-ahead log into the file
                pass
    except DatabaseDamaged as error:
        raise BackupError(f"{file} is damaged or not a SQLite database: {error.__cause__}") from error
    except schema.SchemaError as error:
        raise BackupError(f"{file}: {error}") from error
    except PortalError as error:
        raise BackupError(f"{file} cannot be restored: {error.__cause__ or error}") from error


def _exchange(draft: Path, database: Path, kept: Path) -> None:
    try:
        with closing(SqliteDatabase(database)) as current, current.exclusive():
            _move(draft, database, kept)
    except DatabaseDamaged:  # a reason to restore; whether it is open elsewhere cannot be determined
        _move(draft, database, kept)
    except DatabaseBusy as error:
        raise BackupError(f"{database} is in use: stop the service first") from error
    except PortalError as error:
        raise BackupError(advice(str(database), error)) from error


def _move(draft: Path, database: Path, kept: Path) -> None:
    """Exchange the files so that a database exists at every moment; a leftover log belongs to the replaced one."""
    os.link(database, kept)
    for suffix in _COMPANIONS:
        companion = database.with_name(database.name + suffix)
        if companion.exists():
            companion.rename(kept.with_name(kept.name + suffix))
    os.replace(draft, database)


def _faults_of(path: Path) -> list[str]:
    with closing(SqliteDatabase(path)) as db:
        found = db.integrity_faults()
        with db.exclusive():  # leaves one file without a log
            return found


def _take_owner_and_mode(draft: Path, database: Path) -> None:
    """Let the service write a database that another user restored."""
    status = database.stat()
    os.chown(draft, status.st_uid, status.st_gid)
    draft.chmod(status.st_mode & 0o777)


@contextmanager
def _draft_beside(file: Path) -> Iterator[Path]:
    """Yield a temporary path on the same disk, in a folder that only this user can read and that is then removed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
        yield Path(folder) / "draft"


def _sync_folder(folder: Path) -> None:
    """Flush a folder, so that a new name in it survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
