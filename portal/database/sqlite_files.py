"""The files of a SQLite database."""

import errno
import os
import tempfile
from pathlib import Path


def create_file(path: Path) -> None:
    """Create an empty file that only its owner can use, whatever the umask, unless there is one.

    SQLite gives the files it keeps beside a database the mode of the database.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    try:
        os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def file_id(path: Path) -> tuple[int, int] | None:
    """Return what identifies the file at a path, whatever its name; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def not_there(path: Path) -> FileNotFoundError:
    """Return what the log says of a file that is open and that its path does not name any more."""
    return FileNotFoundError(f"{path} is not the file that is open, or is not there")


def disk_failure(folder: Path) -> OSError | None:
    """Return the error when a folder cannot be written because its disk failed; the system then makes it read-only."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            file.write(b"x")
    except OSError as error:
        return error if error.errno in (errno.EROFS, errno.EIO) else None
    return None
