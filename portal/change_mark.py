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

    def __init__(self, path: Path) -> None:
        self._path = path
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
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            weakref.finalize(self, os.close, self._file)
            with _alone(self._file):
                if os.fstat(self._file).st_size < _BYTES:
                    os.pwrite(self._file, bytes(_BYTES), 0)
            self._memory = mmap.mmap(self._file, _BYTES, access=mmap.ACCESS_READ)
        return self._memory


@contextmanager
def _alone(file: int) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
