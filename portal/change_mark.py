"""A number in a file beside the database, by which every process of the machine sees at once that exercises changed.

It is read as memory: no query, no system call. A change announces itself before it is committed and settles the number
afterwards, so whoever finds it even and as it was before knows that nothing was committed in between.
"""

import fcntl
import mmap
import os
import secrets
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BYTES = 8
_UNKNOWN = (1).to_bytes(_BYTES, "little")


class ChangeMark:
    """The mark of one database, opened when first needed; where it cannot be had, it reads as a change under way."""

    def __init__(self, database: Path) -> None:
        # As SQLite does for its own files: however the database is called, it has one mark.
        self._database = os.path.realpath(database)
        self._path = f"{self._database}-catalogue"
        self._file: int | None = None
        self._memory: mmap.mmap | bytes | None = None
        self._own: int | None = None

    def read(self) -> int:
        """Return the number: odd while a change is under way, and after one that was cut short."""
        return int.from_bytes((self._memory or self._open())[:], "little")

    def announce(self) -> None:
        """Tell that a change is under way."""
        self._own = secrets.randbits(_BYTES * 8) | 1
        self._write(self._own)

    def settle(self) -> None:
        """Tell that the change announced here, if any, is over, unless somebody else's is under way by now."""
        if self._own is not None:
            self._write(self._own - 1, instead_of=self._own)
            self._own = None

    def _write(self, number: int, instead_of: int | None = None) -> None:
        self.read()
        if self._file is None:
            return
        with suppress(OSError), _alone(self._file):
            if instead_of is None or self.read() == instead_of:
                os.pwrite(self._file, number.to_bytes(_BYTES, "little"), 0)

    def _open(self) -> mmap.mmap | bytes:
        self._memory = _UNKNOWN
        with suppress(OSError):
            file = self._descriptor()
            self._memory = mmap.mmap(file, _BYTES, access=mmap.ACCESS_READ)
        return self._memory

    def _descriptor(self) -> int:
        """Open the file for whoever may write the database; who may only read it sees what others write."""
        try:
            self._file = file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, file)
        if self._file is not None and os.fstat(file).st_size < _BYTES:
            with _alone(file):
                os.fchmod(file, os.stat(self._database).st_mode & 0o666)
                if os.fstat(file).st_size < _BYTES:
                    os.pwrite(file, bytes(_BYTES), 0)
        return file


@contextmanager
def _alone(file: int) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
