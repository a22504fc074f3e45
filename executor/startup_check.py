"""The self-check at start-up: the service accepts no code until it has contained every attack of the battery."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from executor import attack
from executor.attack import Attack, Program
from executor.models import Limits
from executor.worker_pool import WorkerPool

log = logging.getLogger(__name__)

# Low limits are as good a proof that limits work, and are reached sooner.
_TIMEOUT_MS = 30
_FILE_BYTES = 2**20
_FILE_COUNT = 64
# Attacks that were not contained are tried again after this: an overloaded machine can look like a fault.
_RETRY_DELAY_S = 5.0


class StartupCheck:
    """Runs the attacks in the background.

    `problem` says why no code is accepted yet; it becomes None once every attack was contained.
    """

    def __init__(self, pool: WorkerPool, limits: Limits, workers: int) -> None:
        self.problem: str | None = "the start-up check is still running"
        self._pool = pool
        self._limits = replace(limits, file_bytes=_FILE_BYTES, file_count=_FILE_COUNT)
        self._workers = workers
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="startup-check", daemon=True)

    def start(self) -> None:
        """Start in the background."""
        self._thread.start()

    def wait(self, timeout_s: float) -> None:
        """Wait until the check has passed, or the timeout."""
        self._thread.join(timeout_s)

    def stop(self) -> None:
        """Stop checking."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        attacks = attack.load()
        while attacks and not self._stopped.is_set():
            faults = self._try(attacks)
            attacks = [entry for entry in attacks if entry.name in faults]
            self.problem = "; ".join(f"not contained: {name}" for name in faults) or None
            for name, fault in faults.items():
                log.error("not contained: %s: %s", name, fault)
            self._stopped.wait(_RETRY_DELAY_S if attacks else 0)

    def _try(self, attacks: list[Attack]) -> dict[str, str]:
        with ThreadPoolExecutor(self._workers) as threads:
            faults = threads.map(self._check, attacks)
            return {entry.name: fault for entry, fault in zip(attacks, faults, strict=True) if fault}

    def _check(self, entry: Attack) -> str | None:
        if self._stopped.is_set():
            return "the check was stopped"
        timeout_ms = _TIMEOUT_MS if entry.allowed_statuses == ["timeout"] else entry.timeout_ms
        try:
            return attack.check(replace(entry, timeout_ms=timeout_ms), self._execute)
        except Exception as fault:  # whatever went wrong, nothing is proved, and the check has to go on
            return f"{type(fault).__name__}: {fault}"

    def _execute(self, program: Program) -> dict[str, object]:
        return self._pool.run(program.to_task(self._limits))
