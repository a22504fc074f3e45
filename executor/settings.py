"""Settings of the executor, read from the environment once at start-up."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from executor.models import Limits

_PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A variable has an invalid value; the message names it."""


@dataclass(frozen=True)
class Settings:
    """How much the executor may use, and where the snapshot is cached.

    Attributes:
        workers: concurrent runs; one process each.
        queue: runs that may wait for a worker, at most; each takes a thread. Fewer wait while runs take long.
        limits: the most a single run may ask for.
    """

    port: int
    workers: int
    queue: int
    limits: Limits
    cache_dir: Path

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read the EXECUTOR_* variables; an empty one counts as unset.

        Raises:
            SettingsError: a value is not a whole number, or outside its range.
        """
        port = _number(env, "EXECUTOR_PORT", 3001, 1, 65_535)
        workers = _number(env, "EXECUTOR_WORKERS", os.cpu_count() or 1, 1, 256)
        limits = Limits(
            timeout_ms=_number(env, "EXECUTOR_MAX_TIMEOUT_MS", 10_000, 100, 600_000),
            memory_mb=_number(env, "EXECUTOR_MAX_MEMORY_MB", 128, 8, 2048),
            output_bytes=_number(env, "EXECUTOR_MAX_OUTPUT_BYTES", 65_536, 1024, 1_048_576),
            file_bytes=_number(env, "EXECUTOR_MAX_FILE_BYTES", 16 * 2**20, 2**20, 2**30),
            file_count=_number(env, "EXECUTOR_MAX_FILES", 1000, 64, 100_000),
        )
        queue = _number(env, "EXECUTOR_QUEUE", min(64 * workers, 256), 0, 10_000)
        cache_dir = Path(env.get("EXECUTOR_CACHE_DIR", "").strip() or _PROJECT / ".cache" / "executor")
        return cls(port=port, workers=workers, queue=queue, limits=limits, cache_dir=cache_dir)


def _number(env: Mapping[str, str], name: str, default: int, minimum: int, maximum: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not minimum <= int(text[:12]) <= maximum:
        raise SettingsError(f"{name} must be a whole number from {minimum} to {maximum}")
    return int(text)
