"""The executor's files on disk: a private folder per service, what a run has written, the room left, and removal."""

import errno
import fcntl
import os
import stat
import tempfile
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from executor.models import Limits

# Files that a run may keep open at a time; the worker process opens a few more.
MAX_OPEN_FILES = 256
# Far deeper than programs need, and far from what the file system cannot handle.
_MAX_DEPTH = 50
_PREFIX = "portal-executor-"
_OPEN_FOLDERS = "/dev/fd"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class ScratchFolder:
    """The folder of one service below `TMPDIR`, locked while the service lives.

    Creating one removes the folders that services left behind which were killed.
    """

    def __init__(self) -> None:
        parent = Path(tempfile.gettempdir())
        _remove_abandoned(parent)
        self.path, self._lock = _create_locked(parent)

    def close(self) -> None:
        """Remove the folder with its content."""
        remove_tree(self.path)
        os.close(self._lock)


@dataclass(frozen=True)
class Usage:
    """What a run holds on disk.

    Attributes:
        size_bytes: folder and unlinked open files; sparse files count in full.
        entries: files and folders.
        open_files: descriptors that the run keeps open.
        settled: False if folders moved while they were measured, so that there may be more.
    """

    size_bytes: int
    entries: int
    open_files: int
    settled: bool = True

    def fits(self, limits: Limits) -> bool:
        """Whether it is within the limits of a run."""
        return (
            self.size_bytes <= limits.file_bytes
            and self.entries <= limits.file_count
            and self.open_files < MAX_OPEN_FILES
        )
