"""Backups: a copy of the whole database in one file, and the way back."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from portal import migrations
from portal.db import Database
from portal.db_faults import advice
from portal.errors import DatabaseBusy, DatabaseDamaged, PortalError

# What SQLite keeps beside a database while it is open, or after its process was killed.
_COMPANIONS = ("-wal", "-shm", "-journal")


class BackupError(RuntimeError):
    """The backup could not be made or put in place; nothing was changed. The message says why."""


def backup(db: Database, file: Path, *, force: bool) -> int:
    """Write a consistent copy, checked, readable by its owner alone, and return its size in bytes.

    It appears under its name when it is complete, or not at all.

    Raises:
        BackupError: the file exists and `force` is false, the copy is not sound, or it cannot be written.
    """
    if file.exists() and not force:
        raise BackupError(f"{file} exists; --force replaces it")
    if file.exists() and file.samefile(db.path):
        raise BackupError(f"{file} is the database itself")
    with _draft_beside(file) as draft:
        try:
            db.copy_to(draft)
            faults = _faults_of(draft)
        except PortalError as error:
            raise BackupError(f"{file} was not written: {error.__cause__ or error}") from error
        if faults:
            raise BackupError(f"{file} was not written, the database is damaged: {faults[0]}")
        draft.chmod(0o600)
        size_bytes = draft.stat().st_size
        try:
            # A link never replaces: of two that started at once, one is refused.
            (os.replace if force else os.link)(draft, file)
        except FileExistsError:
            raise BackupError(f"{file} exists; --force replaces it") from None
    _sync_names(file.parent)
    return size_bytes


def restore(file: Path, database: Path, *, now: datetime) -> Path | None:
    """Put a backup in the database's place, upgraded if it is older, and return where the replaced one is kept.

    Raises:
        BackupError: the file is no sound backup, or the service is running.
    """
    with _draft_beside(database) as draft:
        # The backup itself is never opened: SQLite would leave files beside it.
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
            os.replace(draft, database)
    _sync_names(database.parent)
    return kept


def _make_current(file: Path, draft: Path) -> None:
    """Check the copy of a backup and upgrade it, while the database in use is still in its place."""
    try:
        if faults := _faults_of(draft):
            raise BackupError(f"{file} is damaged: {faults[0]}")
        with closing(Database(draft)) as db:
            if migrations.schema_version(db) == 0:
                raise BackupError(f"{file} holds no database of the portal")
            migrations.init_schema(db)
            with db.alone():  # its log goes into the file
                pass
    except DatabaseDamaged as error:
        raise BackupError(f"{file} is damaged or no SQLite database: {error.__cause__}") from error
    except migrations.SchemaError as error:
        raise BackupError(f"{file}: {error}") from error
    except PortalError as error:
        raise BackupError(f"{file} cannot be put in place: {error.__cause__ or error}") from error


def _exchange(draft: Path, database: Path, kept: Path) -> None:
    try:
        with closing(Database(database)) as current, current.alone():
            _move(draft, database, kept)
    except DatabaseDamaged:  # a reason to restore; whether anyone has it open cannot be told
        _move(draft, database, kept)
    except DatabaseBusy as error:
        raise BackupError(f"{database} is in use: stop the service first") from error
    except PortalError as error:
        raise BackupError(advice(database, error)) from error


def _move(draft: Path, database: Path, kept: Path) -> None:
    """Exchange the files so that there is a database at every moment; a log left behind belongs to the replaced one."""
    os.link(database, kept)
    for suffix in _COMPANIONS:
        companion = database.with_name(database.name + suffix)
        if companion.exists():
            companion.rename(kept.with_name(kept.name + suffix))
    os.replace(draft, database)


def _faults_of(path: Path) -> list[str]:
    with closing(Database(path)) as db:
        found = db.integrity_faults()
        with db.alone():  # one file again, without a log
            return found


def _take_owner_and_mode(draft: Path, database: Path) -> None:
    """The service must be able to write what another user restored."""
    status = database.stat()
    os.chown(draft, status.st_uid, status.st_gid)
    draft.chmod(status.st_mode & 0o777)


@contextmanager
def _draft_beside(file: Path) -> Iterator[Path]:
    """A name on the same disk for what is not complete, in a folder that nobody else can read and that goes away."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
        yield Path(folder) / "draft"


def _sync_names(folder: Path) -> None:
    """A new name survives a power failure once its folder is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
