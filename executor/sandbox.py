"""Runs tasks in WebAssembly, each in a fresh copy of the snapshot and a folder of its own."""

import errno
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from wasmtime import WasmtimeError

from executor import engine, storage, worker_protocol
from executor.build import Snapshot
from executor.interpreter import Callbacks, Template, request_for
from executor.models import Outcome, Task
from executor.paired_interpreters import Exchange, PairedInterpreters, no_peer
from executor.storage import DiskFull
from executor.test_cache import PreparedTestCache
from executor.watchdog import Action, Emit, Watchdog
from executor.workspace import Workspace

_STATM = "/proc/self/statm"
_FULL_BELOW_BYTES = 64 * 2**10
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_LOCATE_MS = 400
_MAX_REPORT_BYTES = 2000


class Sandbox:
    """The loaded snapshot; runs one task at a time.

    `abandon` is called, from another thread, with the outcome of a run that could not be interrupted: the process must
    then be replaced.
    """

    def __init__(self, snapshot: Snapshot, abandon: Callable[[Outcome], None]) -> None:
        self._base_memory_bytes = snapshot.base_memory
        self._engine = engine.make_engine()
        self._template = Template(self._engine, engine.load(self._engine, snapshot.path))
        self._abandon = abandon
        self._prepared_tests = PreparedTestCache()
        self._watchdog: Watchdog | None = None
        self._last_used_learner_interpreter = False
        self._workspace: Workspace | None = None
        self._statm = _open_statm()

    def run(self, task: Task, emit: Emit, on_tick: Action) -> Outcome:
        """Run a task; `renew` must be called before the next.

        Output and reports go to `emit(kind, content)` as they arrive; `on_tick()` is called every 20 ms, from
        another thread.

        Raises:
            DiskFull: before the run, or in the end, because the run may have failed for that reason.
        """
        resident_before = self._resident_bytes()
        workspace = self._stage(task)
        start_s, cpu_start_s = time.perf_counter(), time.thread_time()

        def abandon() -> None:
            self._abandon(self._outcome(watchdog.limit_hit or "timeout", watchdog, start_s, resident_before))

        watchdog = Watchdog(task.limits, workspace.folder, emit, on_tick, self._engine.increment_epoch, abandon)
        self._watchdog = watchdog
        pair = PairedInterpreters(lambda exchange: self._run_learner(task, workspace, watchdog, exchange))
        prepared = self._prepared_tests.get(task) if task.tests is not None else None
        on_exchange = no_peer if task.tests is None else pair.exchange_from_tests
        on_report = watchdog.on_event if prepared or task.tests is None else self._cache_first_report(task, watchdog)
        workspace.interpreter.callbacks = Callbacks(watchdog.on_stdout, watchdog.on_stderr, on_report, on_exchange)
        with watchdog:
            if prepared is not None and prepared.apart:
                pair.start()
            reason, text = workspace.interpreter.run(request_for(task, prepared), self._memory_bytes(task))
            reason, text = pair.close() or (reason, text)
        if watchdog.limit_hit is None and storage.free_bytes(workspace.folder) < _FULL_BELOW_BYTES:
            raise DiskFull
        if watchdog.limit_hit is not None and (reason != "answered" or watchdog.limit_hit != "timeout"):
            reason, text = watchdog.limit_hit, ""
        cpu_ms = _ms(time.thread_time() - cpu_start_s + pair.cpu_s)
        return self._outcome(reason, watchdog, start_s, resident_before, text, cpu_ms)

    def locate(self, task: Task, on_tick: Action) -> tuple[str, str]:
        """Run a task that timed out again, briefly and traced; return its last reports of the line and of the call."""
        reports = {b'{"at": ': "", b'{"call": ': ""}

        def keep_last(kind: bytes, data: bytes) -> None:
            for start in reports:
                if kind in (worker_protocol.EVENT, worker_protocol.LEARNER_EVENT) and data.startswith(start):
                    reports[start] = data[:_MAX_REPORT_BYTES].decode("utf-8", "replace")

        traced = replace(task, limits=replace(task.limits, timeout_ms=_LOCATE_MS), trace=True)
        self.run(traced, keep_last, on_tick)
        location, call = reports.values()
        return location, call

    def cancel(self) -> None:
        """End the current run; called in `on_tick`."""
        if self._watchdog is not None:
            self._watchdog.cancel()

    def renew(self) -> None:
        """Discard what the last run left behind and prepare the next, while nobody waits for it."""
        self._watchdog = None
        if self._workspace is not None:
            self._last_used_learner_interpreter = self._workspace.used_learner_interpreter
        self.close()
        with suppress(OSError):  # the disk is full: `run` tries again
            workspace = self._workspace = Workspace(self._template)
            if self._last_used_learner_interpreter:  # the next run is likely to be of the same kind
                workspace.learner_interpreter()

    def close(self) -> None:
        """Free the interpreters and their folder."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _stage(self, task: Task) -> Workspace:
        """Return a workspace with the files of the task; if the disk is full, clean up and try once more."""
        for _attempt in range(2):
            try:
                return self._write_files(task)
            except OSError as error:
                if not storage.is_full(error):
                    raise
            self.close()
            for leftover in Path(tempfile.gettempdir()).iterdir():
                storage.remove_tree(leftover)
        raise DiskFull

    def _write_files(self, task: Task) -> Workspace:
        if self._workspace is None:
            self._workspace = Workspace(self._template)
        if not storage.has_room(self._workspace.folder, task.limits):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._workspace.write_files({**task.files, task.module: task.code})
        return self._workspace

    def _run_learner(self, task: Task, workspace: Workspace, watchdog: Watchdog, exchange: Exchange) -> tuple[str, str]:
        """Run the learner's module in an interpreter that knows nothing of the tests."""
        if watchdog.limit_hit is not None:
            return "trapped", "the run was over before it began"
        try:
            interpreter = workspace.learner_interpreter()
        except WasmtimeError as error:  # tests that share its interpreter opened all files there may be
            return "trapped", str(error)
        workspace.used_learner_interpreter = True
        interpreter.callbacks = Callbacks(watchdog.on_stdout, watchdog.on_stderr, watchdog.on_learner_event, exchange)
        return interpreter.run(request_for(task, serve=True), self._memory_bytes(task))

    def _cache_first_report(self, task: Task, watchdog: Watchdog) -> Callable[[str], None]:
        """Return a receiver of reports that caches prepared tests, which only the first report can hold."""
        reports = 0

        def receive(report: str) -> None:
            nonlocal reports
            reports += 1
            if reports > 1 or not self._prepared_tests.add(task, report):
                watchdog.on_event(report)

        return receive

    def _memory_bytes(self, task: Task) -> int:
        return self._base_memory_bytes + task.limits.memory_mb * 2**20

    def _outcome(
        self,
        reason: str,
        watchdog: Watchdog,
        start_s: float,
        resident_before: int,
        text: str = "",
        cpu_ms: float | None = None,
    ) -> Outcome:
        return Outcome(
            reason,
            answer=text if reason == "answered" else None,
            detail="" if reason == "answered" else text,
            duration_ms=_ms(time.perf_counter() - start_s),
            cpu_ms=cpu_ms,
            memory_bytes=max(0, self._resident_bytes() - resident_before),
            stdout_bytes=watchdog.written[worker_protocol.STDOUT],
            stderr_bytes=watchdog.written[worker_protocol.STDERR],
            file_bytes=watchdog.usage.size_bytes,
            file_count=watchdog.usage.entries,
            open_files=watchdog.usage.open_files,
        )

    def _resident_bytes(self) -> int:
        """Return the resident memory of this process; 0 where the system does not report it."""
        return 0 if self._statm is None else int(os.pread(self._statm, 100, 0).split()[1]) * _PAGE_BYTES


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _open_statm() -> int | None:
    """Open the memory figures of this process: once, because a program may leave no descriptor for it."""
    try:
        return os.open(_STATM, os.O_RDONLY)
    except OSError:
        return None
