"""What runs hold on disk: measuring it, the room left, and removing it."""

import errno
import os
import stat
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from executor.models import Limits

# Files that a run may keep open. A worker opens some of its own, and needs spare ones to measure.
MAX_OPEN_FILES = 256
WORKER_DESCRIPTORS = MAX_OPEN_FILES + 64
# Deeper than programs need; the path of a folder stays short enough to be opened.
_MAX_DEPTH = 50
_DESCRIPTORS = "/dev/fd"
# Flags to open a folder, but not one that a symbolic link points to.
OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FULL = (errno.ENOSPC, errno.EDQUOT)


class DiskFull(Exception):
    """The disk has no room for a run, even after removing everything that earlier runs may have left."""

    def __init__(self) -> None:
        super().__init__("the disk for temporary files is full")


@dataclass(frozen=True)
class Usage:
    """What a run holds on disk.

    Attributes:
        size_bytes: files in its folder, and open files that were unlinked; sparse files count in full.
        entries: files and folders in its folder.
        open_files: descriptors that it keeps open.
        complete: False if folders were moved while they were measured, so that there may be more.
    """

    size_bytes: int = 0
    entries: int = 0
    open_files: int = 0
    complete: bool = True

    def fits(self, limits: Limits) -> bool:
        """Whether it is within the limits."""
        within = self.size_bytes <= limits.file_bytes and self.entries <= limits.file_count
        return within and self.open_files <= MAX_OPEN_FILES


def open_descriptors() -> set[int]:
    """Return the descriptors of this process.

    Raises:
        OSError: among others, because no descriptor is free.
    """
    return {descriptor for descriptor in _listed_descriptors() if _is_open(descriptor)}


def _listed_descriptors() -> set[int]:
    """Return the descriptors of this process and the one, closed again, that listed them."""
    return set(map(int, os.listdir(_DESCRIPTORS)))


def _is_open(descriptor: int) -> bool:
    """Whether a descriptor is open: the one that listed them is not any more."""
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def measure(folder: str, limits: Limits, own_descriptors: set[int]) -> Usage:
    """Measure a run by its folder and by the descriptors that are not the worker's own, up to the first limit exceeded.

    What cannot be measured counts as too large.
    """
    try:
        unlinked_bytes, open_files = _measure_descriptors(own_descriptors)
        size_bytes, entries, complete = _measure_folder(folder, limits)
    except OSError as error:
        if error.errno in (errno.EMFILE, errno.ENFILE):
            return Usage(open_files=MAX_OPEN_FILES + 1)
        return Usage(limits.file_bytes + 1)
    return Usage(size_bytes + unlinked_bytes, entries, open_files, complete)


def _measure_descriptors(own: set[int]) -> tuple[int, int]:
    size_bytes = count = 0
    for descriptor in _listed_descriptors() - own:
        with suppress(OSError):  # closed in the meantime
            status = os.fstat(descriptor)
            count += 1
            if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                size_bytes += status.st_size
    return size_bytes, count


def _measure_folder(folder: str, limits: Limits) -> tuple[int, int, bool]:
    size_bytes = entries = 0
    complete = True
    folders = [(folder, 0)]
    while folders and entries <= limits.file_count and size_bytes <= limits.file_bytes:
        path, depth = folders.pop()
        if depth > _MAX_DEPTH:
            return size_bytes, limits.file_count + 1, True
        try:
            listing = os.scandir(path)
        except (FileNotFoundError, NotADirectoryError):
            complete = False
            continue
        with listing:
            for entry in listing:
                entries += 1
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, depth + 1))
                else:
                    with suppress(FileNotFoundError):  # removed in the meantime
                        size_bytes += entry.stat(follow_symlinks=False).st_size
                if entries > limits.file_count or size_bytes > limits.file_bytes:
                    break
    return size_bytes, entries, complete


def has_room(folder: Path | str, limits: Limits) -> bool:
    """Whether the disk has room for everything that one run may write."""
    disk = os.statvfs(folder)
    has_inodes = disk.f_files == 0 or disk.f_favail >= limits.file_count  # 0: the file system has no such limit
    return disk.f_bavail * disk.f_frsize >= limits.file_bytes and has_inodes


def free_bytes(folder: Path | str) -> int:
    """Return how many bytes may still be written to the disk of a folder."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def is_full(error: OSError) -> bool:
    """Whether an operation failed because the disk, or the quota, is full."""
    return error.errno in _FULL


def remove_tree(path: Path | str) -> None:
    """Remove a folder with its content, however deeply nested.

    What cannot be removed stays, without an error: the next start-up tries again.
    """
    with suppress(OSError):
        root = os.open(path, OPEN_FOLDER)
        try:
            _empty(root)
        finally:
            os.close(root)
        os.rmdir(path)


def _empty(root: int) -> None:
    """Empty a folder level by level: subfolders move up to it, so that neither paths nor the call stack grow."""
    while names := os.listdir(root):
        for name in names:
            if _unlink(name, root):
                continue
            folder = os.open(name, OPEN_FOLDER, dir_fd=root)
            try:
                for child in os.listdir(folder):
                    if not _unlink(child, folder):
                        os.rename(child, uuid.uuid4().hex, src_dir_fd=folder, dst_dir_fd=root)
            finally:
                os.close(folder)
            os.rmdir(name, dir_fd=root)


def _unlink(name: str, folder: int) -> bool:
    """Remove a file; False if it is a folder."""
    try:
        os.unlink(name, dir_fd=folder)
    except (IsADirectoryError, PermissionError):  # the error depends on the operating system
        return False
    return True
