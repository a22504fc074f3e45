"""The files in which the processes of one service collect their metrics, in the folder PROMETHEUS_MULTIPROC_DIR.

prometheus_client maps one file per process and kind of metric into memory. Writing to a mapped file with holes kills
the process when the disk is full, so every file is allocated before it is mapped. A new process takes over the files of
a dead one and continues its counts, so there are never more files than processes that ran at the same time.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# Preferred to a disk, which may fill up; it also spares writing the pages back.
_MEMORY = "/dev/shm"  # noqa: S108 (the folder below gets a random name and mode 0700)
# A file that becomes too small is enlarged by prometheus_client, with holes; these sizes leave room for all series.
_GAUGE_BYTES = 2**16
_BYTES = {
    "counter": 2**17,
    "histogram": 2**20,
    **dict.fromkeys(("gauge_livesum", "gauge_max", "gauge_mostrecent"), _GAUGE_BYTES),
}
_LIVE = "gauge_live"
_PREFIX = "portal-metrics-"
_OWNER = "owner"


def create(processes: int) -> None:
    """Make the folder, with the files of this process and of so many others; nothing is done when it exists.

    It is kept in memory where there is room, so that a full disk does not matter. Raises OSError when there is no room.
    """
    if VARIABLE in os.environ:
        if not list(_folder().glob(f"*_{os.getpid()}.db")):
            _allocate(processes)
        return
    if memory := memory_folder():
        _remove_abandoned(Path(memory))
        with contextlib.suppress(OSError):
            _create_in(Path(memory), processes)
            return
    _create_in(Path(tempfile.gettempdir()), processes)


def memory_folder() -> str | None:
    """Return a folder that is kept in memory, or None where there is none."""
    return _MEMORY if os.access(_MEMORY, os.W_OK) else None


def remove() -> None:
    """Remove the folder."""
    shutil.rmtree(_folder(), ignore_errors=True)


def claim() -> None:
    """Give this process its files: those of a dead process if there are any, else new ones.

    Call it before the process counts anything. Raises OSError when new files are needed and there is no room.
    """
    with _locked(fcntl.LOCK_EX):
        for kind, size in _BYTES.items():
            own = _folder() / f"{kind}_{os.getpid()}.db"
            if not own.exists() and (spare := _spare(kind)):
                spare.rename(own)
            _reserve(own, size)
            if kind.startswith(_LIVE):
                _write_zeros(own)


def release(pid: int) -> None:
    """Take a dead process's gauges out of the metrics; its counts stay, and its files await another process."""
    for path in _folder().glob(f"{_LIVE}*_{pid}.db"):
        path.rename(path.with_suffix(".spare"))


@contextlib.contextmanager
def being_read() -> Iterator[None]:
    """Keep the names of the files while the block runs, so that each is read exactly once."""
    if VARIABLE not in os.environ:
        yield
        return
    with _locked(fcntl.LOCK_SH):
        yield


def _folder() -> Path:
    return Path(os.environ[VARIABLE])


def _create_in(parent: Path, processes: int) -> None:
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix=_PREFIX, dir=parent)
    try:
        _lock_for_life()
        _allocate(processes)
    except OSError:
        remove()
        del os.environ[VARIABLE]
        raise


def _allocate(processes: int) -> None:
    claim()
    for kind, size in _BYTES.items():
        for number in range(processes):
            _reserve(_folder() / f"{kind}_spare{number}.{_suffix_of_spare(kind)}", size)


def _lock_for_life() -> None:
    """Hold a lock on the folder until this process and all that it forks have ended; the descriptor is never closed."""
    fcntl.flock(os.open(_folder() / _OWNER, os.O_CREAT | os.O_RDWR, 0o600), fcntl.LOCK_EX)


def _remove_abandoned(parent: Path) -> None:
    """Remove what services left that were killed: nobody holds the lock of such a folder."""
    for owner in parent.glob(f"{_PREFIX}*/{_OWNER}"):
        with contextlib.suppress(OSError), owner.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(owner.parent, ignore_errors=True)


def _spare(kind: str) -> Path | None:
    found = _folder().glob(f"{kind}_*")
    return next(
        (path for path in found if path.suffix == ".spare" or not _is_alive(path.stem.rpartition("_")[2])), None
    )


def _suffix_of_spare(kind: str) -> str:
    """Counts of dead processes remain part of the totals, live gauges do not: prometheus_client reads *.db only."""
    return "spare" if kind.startswith(_LIVE) else "db"


def _is_alive(process: str) -> bool:
    if not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # the id belongs to another user's process by now; nothing is lost by leaving the file
        pass
    return True


def _reserve(path: Path, size: int) -> None:
    """Allocate a file, or the holes of one that exists."""
    is_new = not path.exists()
    try:
        with path.open("ab") as file:
            if hasattr(os, "posix_fallocate"):  # not on macOS
                os.posix_fallocate(file.fileno(), 0, size)
    except OSError:
        if is_new:
            path.unlink()  # prometheus_client cannot read an empty file
        raise


def _write_zeros(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))


@contextlib.contextmanager
def _locked(kind: int) -> Iterator[None]:
    """Hold a lock on the folder; the system releases it when the process dies."""
    descriptor = os.open(_folder(), os.O_RDONLY)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)
