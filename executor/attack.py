"""The attack battery: hostile programs that must be contained, each with a harmless control that must succeed.

`python -m executor.attack [URL]` runs it against an executor, or without a URL against workers of its own.
"""

import json
import os
import sys
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from executor import build
from executor.models import Limits, Task
from executor.settings import Settings
from executor.worker_pool import WorkerPool

_FILE = Path(__file__).with_name("attacks.toml")
_BREACH = "BREACH"
_FINE = "fine"
_DEFAULT_TIMEOUT_MS = 5000
_DEFAULT_MEMORY_MB = 128
_MAX_RESPONSE_BYTES = 2**20


@dataclass(frozen=True)
class Program:
    """A program to execute and two of its limits."""

    code: str
    timeout_ms: int = _DEFAULT_TIMEOUT_MS
    memory_mb: int = _DEFAULT_MEMORY_MB

    def to_task(self, limits: Limits) -> Task:
        """Return the task for a worker."""
        return Task(self.code, replace(limits, timeout_ms=self.timeout_ms, memory_mb=self.memory_mb), locate=False)


@dataclass(frozen=True)
class Attack:
    """One attack: `code` must end with an allowed status and not print BREACH; `control` must succeed and print "fine".

    Attributes:
        before: a program that runs just before the attack; empty for none.
    """

    name: str
    code: str
    control: str
    allowed_statuses: list[str]
    before: str = ""
    timeout_ms: int = _DEFAULT_TIMEOUT_MS
    memory_mb: int = _DEFAULT_MEMORY_MB


Execute = Callable[[Program], dict[str, Any]]


def load() -> list[Attack]:
    """Read the list of attacks."""
    return [Attack(**entry) for entry in tomllib.loads(_FILE.read_text("utf-8"))["attack"]]


def check(attack: Attack, execute: Execute) -> str | None:
    """Run an attack; return what went wrong, or None if it was contained."""
    if attack.before:
        execute(Program(attack.before))
    data = execute(Program(attack.code, attack.timeout_ms, attack.memory_mb))
    if data["status"] not in attack.allowed_statuses:
        return f"the attack ended with {data['status']} instead of {' or '.join(attack.allowed_statuses)}"
    if _BREACH in data["output"]:
        return f"the attack got through: {data['output'][:200]!r}"
    return None


def check_control(attack: Attack, execute: Execute) -> str | None:
    """Run the harmless control of an attack; return what went wrong, or None if it succeeded."""
    data = execute(Program(attack.control, memory_mb=attack.memory_mb))
    if data["status"] == "ok" and data["output"].endswith(f"{_FINE}\n"):
        return None
    return f"the control ended with {data['status']}: {(data['errors'] or data['output'])[-200:]!r}"


def main(arguments: list[str]) -> int:
    """Run the battery with its controls and print a line per attack; return the exit code."""
    attacks = load()
    try:
        with _target(arguments) as execute, ThreadPoolExecutor(2) as threads:
            faults = list(threads.map(lambda attack: check(attack, execute) or check_control(attack, execute), attacks))
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"The executor gave no valid response: {error}\n")
        return 2
    for attack, fault in zip(attacks, faults, strict=True):
        sys.stdout.write(
            f"{'NOT CONTAINED' if fault else 'contained':14} {attack.name}{': ' if fault else ''}{fault or ''}\n"
        )
    contained = faults.count(None)
    sys.stdout.write(f"{contained} of {len(attacks)} attacks were contained.\n")
    return 0 if contained == len(attacks) else 1


@contextmanager
def _target(arguments: list[str]) -> Iterator[Execute]:
    if arguments:
        yield _over_http(arguments[0].rstrip("/"))
        return
    settings = Settings.from_environment(os.environ)
    snapshot = build.ensure(settings.cache_dir)
    pool = WorkerPool(snapshot, workers=settings.workers, queue_length=settings.workers, limits=settings.limits)
    try:
        yield lambda program: pool.run(program.to_task(settings.limits))
    finally:
        pool.close()


def _over_http(url: str) -> Execute:
    def execute(program: Program) -> dict[str, Any]:
        body = {
            "code": program.code,
            "runTests": False,
            "timeout": program.timeout_ms,
            "memoryLimit": program.memory_mb,
        }
        request = urllib.request.Request(  # noqa: S310 (the operator's own URL)
            f"{url}/api/execute", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            data: dict[str, Any] = json.loads(response.read(_MAX_RESPONSE_BYTES))["data"]
            return data

    return execute


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
