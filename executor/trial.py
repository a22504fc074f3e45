"""The trial at the start: no code is taken before every attack of the battery was contained."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from executor import attack
from executor.attack import Attack, Program
from executor.limits import Limits
from executor.pool import Pool
from executor.process import SandboxFault

log = logging.getLogger(__name__)

# What shows that a limit works is that it is kept; small ones show it sooner.
_SHORT_MS = 30
_FILE_BYTES = 2**20
_FILE_COUNT = 64
# How long until attacks that were not contained are tried again: a machine short of breath looks like a fault.
_AGAIN_S = 5.0


class Trial:
    """Carries out the attacks in the background.

    `fault` says what is still in the way of taking code, and is None in the end.
    """

    def __init__(self, pool: Pool, limits: Limits, workers: int) -> None:
        self.fault: str | None = "the attack battery has not ended yet"
        self._pool = pool
        self._limits = replace(limits, file_bytes=_FILE_BYTES, file_count=_FILE_COUNT)
        self._workers = workers
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trial", daemon=True)

    def start(self) -> None:
        """Start in the background."""
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until the trial is passed, but not for longer."""
        self._thread.join(seconds)

    def stop(self) -> None:
        """Stop trying."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        attacks = attack.load()
        while attacks and not self._over.is_set():
            faults = self._try(attacks)
            attacks = [entry for entry in attacks if entry.name in faults]
            self.fault = "; ".join(f"not contained: {name}" for name in faults) or None
            for name, fault in faults.items():
                log.error("not contained: %s: %s", name, fault)
            self._over.wait(_AGAIN_S if attacks else 0)

    def _try(self, attacks: list[Attack]) -> dict[str, str]:
        with ThreadPoolExecutor(self._workers) as threads:
            faults = threads.map(self._check, attacks)
            return {entry.name: fault for entry, fault in zip(attacks, faults, strict=True) if fault}

    def _check(self, entry: Attack) -> str | None:
        if self._over.is_set():
            return "the trial was stopped"
        try:
            return attack.check(replace(entry, timeout=self._timeout(entry)), self._execute)
        except SandboxFault as fault:
            return str(fault)

    def _timeout(self, entry: Attack) -> int:
        return _SHORT_MS if entry.ends == ["timeout"] else entry.timeout

    def _execute(self, program: Program) -> dict[str, object]:
        return self._pool.run(program.to_task(self._limits))
