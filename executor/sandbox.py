"""One run in WebAssembly: a fresh copy of the snapshot and a folder of its own; nothing of it outlives the run."""

import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from wasmtime import Engine
from wasmtime.component import Component

from executor import engine, frames
from executor.build import Snapshot
from executor.duet import Duet, no_other
from executor.instance import Instance, Voice
from executor.limits import Task
from executor.prepared import PreparedTests, is_apart
from executor.watch import Emit, Watch

_STATM = "/proc/self/statm"
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_LOCATE_MS = 200
_MAX_PLACE = 200


@dataclass(frozen=True)
class End:
    """How a run ended, as seen from outside.

    Attributes:
        reason: `answered`, `exited`, `trapped`, `cancelled`, or the limit that was hit: `timeout`, `output_limit`,
            `file_limit`.
        answer: what the guest answered, not yet trusted; None unless it did.
        detail: the runtime's words about a trap.
        cpu_ms: processor time; None when the process had to be killed.
        memory_bytes: how much the process grew. The memory of a guest never shrinks, so this is the most that it
            had. 0 where the operating system does not say.
        stdout_bytes, stderr_bytes: how much was written, what was dropped included.
        file_bytes, file_count: what the working folder held when it was last looked at.
        place: JSON of the guest's about where the program was when its time was up; not trusted.
    """

    reason: str
    answer: str | None = None
    detail: str = ""
    duration_ms: float = 0.0
    cpu_ms: float | None = None
    memory_bytes: int = 0
    stdout_bytes: int = 0
    stderr_bytes: int = 0
    file_bytes: int = 0
    file_count: int = 0
    place: str = ""

    def to_json(self) -> bytes:
        """Encode for the service."""
        return json.dumps(vars(self)).encode()


class _Stage:
    """A folder and the interpreters that work in it, made ahead of the task."""

    def __init__(self, host: Engine, component: Component) -> None:
        self.watch: Watch | None = None
        self._host = host
        self._component = component
        self._folder = tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self.first = Instance(host, component, self._folder.name)
        self._second: Instance | None = None
        self.graded = self.used_second = False

    def second(self) -> Instance:
        """The interpreter for the learner's module, which only some runs need; made now unless it was before."""
        if self._second is None:
            self._second = Instance(self._host, self._component, self._folder.name)
        return self._second

    def close(self) -> None:
        """Free the memory and remove the folder."""
        self.first.close()
        if self._second is not None:
            self._second.close()
        self._folder.cleanup()


class Sandbox:
    """The loaded snapshot; runs one task at a time.

    `abandon` is called, from another thread, with the end of a run that could not be interrupted: the sandbox is lost.
    """

    def __init__(self, snapshot: Snapshot, abandon: Callable[[End], None]) -> None:
        self._base_memory = snapshot.base_memory
        self._engine = engine.make_engine()
        self._component = engine.load(self._engine, snapshot.path)
        self._abandon = abandon
        self._prepared = PreparedTests()
        self._stage = self._last = _Stage(self._engine, self._component)

    def run(self, task: Task, emit: Emit, flush: Callable[[], None]) -> End:
        """Run a task; `renew` must follow.

        Output and events go to `emit(kind, content)` as they come; `flush()` is called often while it runs.
        """
        before = _resident_bytes()
        stage = self._stage
        stage.graded = task.tests is not None
        _write_files(stage.folder, {**task.files, task.module: task.code})
        start, cpu_start = time.perf_counter(), time.thread_time()

        def abandon() -> None:
            self._abandon(self._end(watch.limit_hit or "timeout", watch, start, before))

        stage.watch = watch = Watch(task.limits, stage.folder, emit, flush, self._engine.increment_epoch, abandon)
        duet = Duet(lambda exchange: self._run_learner(task, watch, exchange))
        prepared = self._prepared.get(task) if task.tests is not None else None
        on_exchange = no_other if task.tests is None else duet.from_tests
        on_report = watch.on_event if prepared or task.tests is None else self._note_prepared(task, watch)
        stage.first.voice = Voice(watch.on_stdout, watch.on_stderr, on_report, on_exchange)
        with watch:
            if prepared is not None and is_apart(prepared):
                duet.start()
            reason, text = stage.first.call(_request(task, prepared), self._memory(task))
            reason, text = duet.close() or (reason, text)
        end = replace(self._end(reason, watch, start, before), cpu_ms=_ms(time.thread_time() - cpu_start + duet.cpu_s))
        if watch.limit_hit is not None and (reason != "answered" or watch.limit_hit != "timeout"):
            return replace(end, reason=watch.limit_hit)
        return replace(end, answer=text) if reason == "answered" else replace(end, detail=text)

    def _end(self, reason: str, watch: Watch, start_s: float, resident_before: int) -> End:
        """Tell what is known of a run from outside."""
        return End(
            reason,
            duration_ms=_ms(time.perf_counter() - start_s),
            memory_bytes=max(0, _resident_bytes() - resident_before),
            stdout_bytes=watch.written[frames.STDOUT],
            stderr_bytes=watch.written[frames.STDERR],
            file_bytes=watch.file_bytes,
            file_count=watch.file_count,
        )

    def _run_learner(self, task: Task, watch: Watch, exchange: Callable[[str], str]) -> tuple[str, str]:
        """Run the learner's module apart from its tests, of which this interpreter knows nothing."""
        if watch.limit_hit is not None:
            return "trapped", "the run was over before it began"
        second = self._stage.second()
        self._stage.used_second = True
        second.voice = Voice(watch.on_stdout, watch.on_stderr, watch.on_note, exchange)
        return second.call(_request(replace(task, tests=None), serve=True), self._memory(task))

    def _note_prepared(self, task: Task, watch: Watch) -> Callable[[str], None]:
        """Listen to reports, the first of which may be of the tests made ready."""
        reports = 0

        def listen(report: str) -> None:
            nonlocal reports
            reports += 1
            if reports > 1 or not self._prepared.take(task, report):
                watch.on_event(report)

        return listen

    def _memory(self, task: Task) -> int:
        return self._base_memory + task.limits.memory_mb * 2**20

    def locate(self, task: Task) -> str:
        """Run a task that timed out once more, traced and for a moment; return what it said last of its place."""
        places = [""]
        traced = replace(task, limits=replace(task.limits, timeout_ms=_LOCATE_MS), trace=True)
        self.run(traced, lambda kind, data: _note_place(places, kind, data), lambda: None)
        return places[-1]

    def cancel(self) -> None:
        """End the run under way; called from another thread."""
        if self._stage.watch is not None:
            self._stage.watch.cancel()

    def renew(self) -> None:
        """Throw away what the last run left and prepare the next, while nobody waits for it."""
        self._last = self._stage
        self.close()
        self._stage = _Stage(self._engine, self._component)
        if self._last.used_second:  # as the next run may do too
            self._stage.second()

    def warm(self) -> None:
        """Touch the memory that a run like the last one touches. It takes some milliseconds: for when nobody waits."""
        self._stage.first.warm(tests=self._last.graded)
        if self._last.used_second:
            self._stage.second().warm(tests=False)

    def close(self) -> None:
        """Free the interpreters and their folder."""
        self._stage.close()


def _write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        if "/" in name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with open(f"{folder}/{name}", "wb") as target:
            target.write(text.encode("utf-8", "surrogatepass"))


def _request(task: Task, prepared: str | None = None, *, serve: bool = False) -> str:
    asked = {name: getattr(task, name) for name in ("code", "stdin", "module", "tests", "trace")}
    if prepared is not None:
        asked["prepared"] = json.loads(prepared)
    return json.dumps({"prepared": None, **asked, "names": [*task.files, task.module], "serve": serve})


def _note_place(places: list[str], kind: bytes, data: bytes) -> None:
    if kind in (frames.EVENT, frames.NOTE) and data.startswith(b'{"at": '):
        places[:] = [data[:_MAX_PLACE].decode("utf-8", "replace")]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _resident_bytes() -> int:
    """Return how much memory the process holds; 0 where the system does not say. Asked twice a run: no file object."""
    try:
        statm = os.open(_STATM, os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(statm, 100).split()[1]) * _PAGE_BYTES
    finally:
        os.close(statm)
