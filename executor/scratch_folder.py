"""The private folder of one executor service, which outlives it only until the next one starts."""

import fcntl
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from executor.storage import OPEN_FOLDER, free_bytes, remove_tree

_PREFIX = "portal-executor-"
# Linux' file system in memory. The machine needs its memory for other things, too: runs may take a tenth of its room.
_MEMORY = Path("/dev/shm")  # noqa: S108 (folders made there are private)
_SHARE = 10


class ScratchFolder:
    """The folder of one service, locked while the service lives.

    It is below `TMPDIR` where that is set. Otherwise it is in memory, where making and removing a file takes a tenth of
    the time, or in the system's temporary folder if memory has too little room.

    Creating one removes the folders of services that are gone, because they were killed.

    Args:
        most_bytes: what all runs together may write at a time.
    """

    def __init__(self, most_bytes: int) -> None:
        parent = _parent(most_bytes)
        self.path, lock = _create_locked(parent)
        self._lock: int | None = lock

    def close(self) -> None:
        """Remove the folder with its content; may be called again."""
        remove_tree(self.path)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _parent(most_bytes: int) -> Path:
    temporary = Path(tempfile.gettempdir())
    parents = (
        [temporary] if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK | os.X_OK) else [_MEMORY, temporary]
    )
    for parent in parents:
        _remove_abandoned(parent)
    return parents[0] if free_bytes(parents[0]) >= _SHARE * most_bytes else temporary


def _remove_abandoned(parent: Path) -> None:
    for path in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # not a folder, or not ours, or gone
            if path.lstat().st_uid == os.geteuid() and (lock := _lock(path)) is not None:
                remove_tree(path)
                os.close(lock)


def _create_locked(parent: Path) -> tuple[Path, int]:
    while True:  # until no other service that starts takes it for an abandoned one
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        with suppress(FileNotFoundError):
            if (lock := _lock(path)) is not None:
                if path.exists():
                    return path, lock
                os.close(lock)


def _lock(path: Path) -> int | None:
    """Lock a folder and return its descriptor, whose closing unlocks it; None while another process holds the lock."""
    descriptor = os.open(path, OPEN_FOLDER)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
