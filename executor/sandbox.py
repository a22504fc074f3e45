"""One run in WebAssembly: a fresh copy of the snapshot and a folder of its own; nothing of it outlives the run."""

import json
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from wasmtime import Store, WasiConfig, WasmtimeError

from executor import engine
from executor.build import Snapshot
from executor.limits import Task
from executor.watch import ANSWER_BYTES, Emit, Watch

WORK = "/work"
_EXITED = re.compile(r"Exited with i32 exit status -?\d+\s*$")
_STATM = Path("/proc/self/statm")
_PAGE_BYTES = 4096


@dataclass(frozen=True)
class End:
    """How a run ended, as seen from outside.

    Attributes:
        reason: `answered`, `exited`, `trapped`, or the limit that was hit: `timeout`, `output_limit`, `file_limit`.
        answer: what the guest answered, not yet trusted; None unless it did.
        detail: the runtime's words about a trap.
        memory_bytes: how much the process grew; pages of the snapshot count once they are touched. 0 where the
            operating system does not say.
    """

    reason: str
    answer: str | None = None
    detail: str = ""
    duration_ms: float = 0.0
    memory_bytes: int = 0

    def to_json(self) -> bytes:
        """Encode for the service."""
        return json.dumps(asdict(self)).encode()


class Sandbox:
    """The loaded snapshot; runs one task at a time."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._base_memory = snapshot.base_memory
        self._engine = engine.make_engine()
        self._component = engine.load(self._engine, snapshot.path)
        self._linker = engine.make_linker(self._engine)
        self._on_event: Callable[[str], None] = lambda _event: None
        with self._linker.root() as root:
            root.add_func("report", lambda _store, event: self._on_event(event))

    def run(self, task: Task, emit: Emit) -> End:
        """Run a task; output and events go to `emit(kind, content)` as they come."""
        before = _resident_bytes()
        with tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            files = {**task.files, task.module: task.code}
            for file, text in files.items():
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode("utf-8", "surrogatepass"))
            watch = Watch(task.limits, folder, emit, self._engine.increment_epoch)
            self._on_event = watch.on_event
            store = self._make_store(task, watch, folder)
            start = time.perf_counter()
            with watch:
                reason, text = self._call(store, _request(task, list(files)))
            duration_ms = round((time.perf_counter() - start) * 1000, 3)
            memory_bytes = max(0, _resident_bytes() - before)
        if watch.limit_hit is not None and (reason != "answered" or watch.limit_hit != "timeout"):
            return End(watch.limit_hit, None, "", duration_ms, memory_bytes)
        if reason == "answered":
            return End(reason, text, "", duration_ms, memory_bytes)
        return End(reason, None, text, duration_ms, memory_bytes)

    def _make_store(self, task: Task, watch: Watch, folder: Path) -> Store:
        wasi = WasiConfig()
        wasi.stdout_custom = watch.on_stdout
        wasi.stderr_custom = watch.on_stderr
        wasi.env = [("HOME", WORK), ("PWD", WORK)]
        wasi.preopen_dir(str(folder), WORK)
        store = Store(self._engine)
        store.set_wasi(wasi)
        store.set_limits(memory_size=self._base_memory + task.limits.memory_mb * 2**20)
        store.set_epoch_deadline(1)
        return store

    def _call(self, store: Store, request: str) -> tuple[str, str]:
        instance = self._linker.instantiate(store, self._component)
        run = instance.get_func(store, "run")
        if run is None:
            raise WasmtimeError("the snapshot exports no `run`")
        try:
            answer = run(store, request)
        except WasmtimeError as trap:
            words = str(trap)
            return ("exited" if _EXITED.search(words) else "trapped"), words
        if not isinstance(answer, str) or len(answer) > ANSWER_BYTES:
            return "trapped", "the answer is too long"
        return "answered", answer


def _request(task: Task, names: list[str]) -> str:
    return json.dumps(
        {"code": task.code, "stdin": task.stdin, "module": task.module, "tests": task.tests, "names": names}
    )


def _resident_bytes() -> int:
    try:
        return int(_STATM.read_text().split()[1]) * _PAGE_BYTES
    except OSError:
        return 0
