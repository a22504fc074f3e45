"""One run in WebAssembly: a fresh copy of the snapshot and a folder of its own; nothing of it outlives the run."""

import json
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from wasmtime import Engine, Store, WasiConfig, WasmtimeError
from wasmtime.component import Component

from executor import engine, frames
from executor.build import Snapshot
from executor.limits import Task
from executor.watch import ANSWER_BYTES, Emit, Watch

WORK = "/work"
_EXITED = re.compile(r"Exited with i32 exit status -?\d+\s*$")
_STATM = Path("/proc/self/statm")
_PAGE_BYTES = 4096
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
        memory_bytes: how much the process grew; pages of the snapshot count once they are touched. 0 where the
            operating system does not say.
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
        return json.dumps(asdict(self)).encode()


class _Instance:
    """A fresh copy of the snapshot with its folder and streams, made ahead of the task it will run."""

    def __init__(self, host: Engine, component: Component) -> None:
        self.watch: Watch | None = None
        self.folder = tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True)
        wasi = WasiConfig()
        wasi.stdout_custom = lambda data: self._watching().on_stdout(data)
        wasi.stderr_custom = lambda data: self._watching().on_stderr(data)
        wasi.env = [("HOME", WORK), ("PWD", WORK)]
        wasi.preopen_dir(self.folder.name, WORK)
        self.store = Store(host)
        self.store.set_wasi(wasi)
        self.store.set_epoch_deadline(1)
        linker = engine.make_linker(host)
        with linker.root() as root:
            root.add_func("report", lambda _store, event: self._watching().on_event(event))
        self._run = linker.instantiate(self.store, component).get_func(self.store, "run")

    def call(self, request: str) -> tuple[str, str]:
        """Run, and return (reason, the answer or the runtime's words)."""
        self.store.set_epoch_deadline(1)
        try:
            answer = self._run(self.store, request) if self._run else None
        except WasmtimeError as trap:
            words = str(trap)
            return ("exited" if _EXITED.search(words) else "trapped"), words
        if not isinstance(answer, str) or len(answer) > ANSWER_BYTES:
            return "trapped", "there is no answer, or it is too long"
        return "answered", answer

    def close(self) -> None:
        """Free the memory and remove the folder."""
        self.store.close()
        self.folder.cleanup()

    def _watching(self) -> Watch:
        if self.watch is None:
            raise RuntimeError("the guest spoke before it was asked to run")
        return self.watch


class Sandbox:
    """The loaded snapshot; runs one task at a time.

    `abandon` is called, from another thread, with the end of a run that could not be interrupted: the sandbox is lost.
    """

    def __init__(self, snapshot: Snapshot, abandon: Callable[[End], None]) -> None:
        self._base_memory = snapshot.base_memory
        self._engine = engine.make_engine()
        self._component = engine.load(self._engine, snapshot.path)
        self._abandon = abandon
        self._next = _Instance(self._engine, self._component)

    def run(self, task: Task, emit: Emit) -> End:
        """Run a task; output and events go to `emit(kind, content)` as they come. `renew` must follow."""
        before = _resident_bytes()
        instance = self._next
        folder = Path(instance.folder.name)
        files = {**task.files, task.module: task.code}
        _write_files(folder, files)
        instance.store.set_limits(memory_size=self._base_memory + task.limits.memory_mb * 2**20)
        start, cpu_start = time.perf_counter(), time.thread_time()

        def abandon() -> None:
            self._abandon(End("timeout", duration_ms=_ms(time.perf_counter() - start)))

        instance.watch = watch = Watch(task.limits, folder, emit, self._engine.increment_epoch, abandon)
        with watch:
            reason, text = instance.call(_request(task, list(files)))
        end = End(
            reason,
            duration_ms=_ms(time.perf_counter() - start),
            cpu_ms=_ms(time.thread_time() - cpu_start),
            memory_bytes=max(0, _resident_bytes() - before),
            stdout_bytes=watch.written[frames.STDOUT],
            stderr_bytes=watch.written[frames.STDERR],
            file_bytes=watch.file_bytes,
            file_count=watch.file_count,
        )
        if watch.limit_hit is not None and (reason != "answered" or watch.limit_hit != "timeout"):
            return replace(end, reason=watch.limit_hit)
        return replace(end, answer=text) if reason == "answered" else replace(end, detail=text)

    def locate(self, task: Task) -> str:
        """Run a task that timed out once more, traced and for a moment; return what it said last of its place."""
        places = [""]
        traced = replace(task, limits=replace(task.limits, timeout_ms=_LOCATE_MS), trace=True)
        self.run(traced, lambda kind, data: _note_place(places, kind, data))
        return places[-1]

    def cancel(self) -> None:
        """End the run under way; called from another thread."""
        if self._next.watch is not None:
            self._next.watch.cancel()

    def renew(self) -> None:
        """Throw away what the last run left and make the next instance, while nobody waits for it."""
        self.close()
        self._next = _Instance(self._engine, self._component)

    def close(self) -> None:
        """Free the instance and its folder."""
        self._next.close()


def _write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        target = folder / name
        if "/" in name:
            target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8", "surrogatepass"))


def _request(task: Task, names: list[str]) -> str:
    asked = {name: getattr(task, name) for name in ("code", "stdin", "module", "tests", "trace")}
    return json.dumps({**asked, "names": names})


def _note_place(places: list[str], kind: bytes, data: bytes) -> None:
    if kind == frames.EVENT and data.startswith(b'{"at": '):
        places[:] = [data[:_MAX_PLACE].decode("utf-8", "replace")]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _resident_bytes() -> int:
    try:
        return int(_STATM.read_text().split()[1]) * _PAGE_BYTES
    except OSError:
        return 0
