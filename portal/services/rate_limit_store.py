"""Where rate limits are counted without another server: a table in memory that processes forked from one share.

A key has its place in one bucket of eight slots. When all eight are in use, the one with the fewest hits makes room:
who floods the table with names pushes out names that were hardly used, never somebody who is close to a limit.
"""

import contextlib
import hashlib
import mmap
import multiprocessing
import os
import struct
import time

# Of a key: its digest, the Unix time at which it may be forgotten, its hits. Memory that is never touched is not used.
_SLOT = struct.Struct("<16sdQ")
_BUCKET_BYTES = 8 * _SLOT.size
_BUCKETS = 2**15
# A turn takes microseconds, so asking again is sooner than being woken; who waits for long waits for a process that
# was killed in the middle of one.
_TRIES = 100
_PAUSE_S = 0.0005
_DEAD_S = 0.25

_inherited: "SharedTable | None" = None


class SharedTable:
    """Counts as the storages of the `limits` library do; it never fails."""

    base_exceptions: tuple[type[Exception], ...] = ()

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _BUCKETS * _BUCKET_BYTES)
        self._turn = multiprocessing.get_context("fork").Lock()
        self._salt = os.urandom(16)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count and return the new total; the key may be forgotten `expiry` seconds after it was first counted."""
        digest = hashlib.blake2b(key.encode(), digest_size=16, key=self._salt).digest()
        bucket = int.from_bytes(digest[:4], "little") % _BUCKETS * _BUCKET_BYTES
        now = time.time()
        has_turn = self._take_turn()
        try:
            return self._count(bucket, digest, amount, now, now + expiry)
        finally:
            if not has_turn:  # take back the turn of one who was killed in it, unless it has been given back by now
                self._turn.acquire(block=False)
            with contextlib.suppress(ValueError):  # two who waited in vain at once give back one turn
                self._turn.release()

    def _take_turn(self) -> bool:
        """Wait for the turn, and have it only together with Python's lock; False when it does not come.

        A thread woken with the turn in its hands would wait for Python's lock next, and every process for that thread.
        """
        deadline = time.monotonic() + _DEAD_S
        while time.monotonic() < deadline:
            for _ in range(_TRIES):
                if self._turn.acquire(block=False):
                    return True
            time.sleep(_PAUSE_S)
        return False

    def _count(self, bucket: int, digest: bytes, amount: int, now: float, ends_at: float) -> int:
        place, fewest = bucket, float("inf")
        for slot in range(bucket, bucket + _BUCKET_BYTES, _SLOT.size):
            found, until, total = _SLOT.unpack_from(self._memory, slot)
            if until <= now:
                total = -1  # free
            elif found == digest:
                _SLOT.pack_into(self._memory, slot, digest, until, total + amount)
                return int(total + amount)
            if total < fewest:
                place, fewest = slot, total
        _SLOT.pack_into(self._memory, place, digest, ends_at, amount)
        return amount


def share() -> None:
    """Make the table that processes forked from this one count in; called before there are any."""
    global _inherited
    _inherited = SharedTable()


def shared_table() -> SharedTable:
    """Return the table of the process that this one was forked from, or else one of its own."""
    return _inherited or SharedTable()
