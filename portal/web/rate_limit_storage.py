"""A storage for the `limits` library: a table in memory that all forked worker processes share.

A key belongs to one bucket of eight slots. When all eight are in use, the slot with the fewest hits is replaced: a
client that floods the table with new keys evicts keys that were hardly used, never one that is close to a limit.
"""

import contextlib
import hashlib
import mmap
import multiprocessing
import os
import struct
import time

from limits.storage import Storage

# Of a key: its digest, when it expires on the monotonic clock, its hits. All processes of a machine share that clock; a
# wall clock that is set back would keep a window open. Pages that are never touched use no memory.
_SLOT = struct.Struct("<16sdQ")
_BUCKET_BYTES = 8 * _SLOT.size
_BUCKETS = 2**15
# The lock is held for microseconds, so polling is faster than being woken. A long wait means that a process was killed
# while it held the lock.
_TRIES = 100
_PAUSE_S = 0.0005
_DEAD_HOLDER_S = 0.25


class _Table:
    """The shared memory and its lock."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, _BUCKETS * _BUCKET_BYTES)
        self.salt = os.urandom(16)
        self._lock = multiprocessing.get_context("fork").Lock()

    def __enter__(self) -> None:
        """Poll for the lock; never block on it while holding the GIL, or every process waits for this thread."""
        deadline = time.monotonic() + _DEAD_HOLDER_S
        while time.monotonic() < deadline:
            for _ in range(_TRIES):
                if self._lock.acquire(block=False):
                    return
            time.sleep(_PAUSE_S)

    def __exit__(self, *_exception: object) -> None:
        """Release the lock, that of a killed holder too; two processes that both waited in vain release it once."""
        with contextlib.suppress(ValueError):
            self._lock.release()


_inherited: _Table | None = None


class SharedMemoryStorage(Storage):
    """Counts in the table inherited from the parent process, or in a new one; it never fails."""

    STORAGE_SCHEME = ["shared-memory"]  # noqa: RUF012 (declared by the base class)

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._table = _inherited or _Table()

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """No exception is expected."""
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count and return the new total; the key expires `expiry` seconds after it was first counted."""
        now = time.monotonic()
        with self._table:
            slot, digest, expires_at, hits = self._find(key, now)
            hits += amount
            self._write(slot, digest, expires_at or now + expiry, hits)
        return hits

    def get(self, key: str) -> int:
        """Return the total of a key."""
        with self._table:
            return self._find(key, time.monotonic())[3]

    def get_expiry(self, key: str) -> float:
        """Return the Unix time at which a key expires; now when it is not counted."""
        now = time.monotonic()
        with self._table:
            expires_at = self._find(key, now)[2]
        return time.time() + (expires_at - now if expires_at else 0.0)

    def check(self) -> bool:
        """Return True: memory is always available."""
        return True

    def reset(self) -> int | None:
        """Forget all keys."""
        with self._table:
            self._table.memory[:] = bytes(len(self._table.memory))
        return None

    def clear(self, key: str) -> None:
        """Forget one key."""
        with self._table:
            slot, digest, expires_at, _ = self._find(key, time.monotonic())
            if expires_at:
                self._write(slot, digest, 0.0, 0)

    def _find(self, key: str, now: float) -> tuple[int, bytes, float, int]:
        """Return slot, digest, expiry and hits of a key; of a new one, the slot it would get, and zeros."""
        table = self._table
        digest = hashlib.blake2b(key.encode(), digest_size=16, key=table.salt).digest()
        start = int.from_bytes(digest[:4], "little") % _BUCKETS * _BUCKET_BYTES
        victim, fewest = start, float("inf")
        for slot in range(start, start + _BUCKET_BYTES, _SLOT.size):
            found, expires_at, hits = _SLOT.unpack_from(table.memory, slot)
            if expires_at <= now:
                hits = -1  # free
            elif found == digest:
                return slot, digest, expires_at, hits
            if hits < fewest:
                victim, fewest = slot, hits
        return victim, digest, 0.0, 0

    def _write(self, slot: int, digest: bytes, expires_at: float, hits: int) -> None:
        _SLOT.pack_into(self._table.memory, slot, digest, expires_at, hits)


def share_with_children() -> None:
    """Create the table in which processes forked from this one count; called before there are any."""
    global _inherited
    _inherited = _Table()
