"""One guest interpreter: a fresh copy of the snapshot in a store of its own, made before its task is known."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

from wasmtime import Engine, Store, WasiConfig, WasmtimeError
from wasmtime.component import Component, Func

from executor import engine
from executor.models import Task
from executor.test_cache import PreparedTests

WORK = "/work"
MAX_ANSWER_BYTES = 2**20
_STDERR = 2
_EXITED = re.compile(r"Exited with i32 exit status -?\d+\s*$")


class Closed(Exception):
    """Raised in a host function, ends the interpreter that called it."""


@dataclass
class Callbacks:
    """What receives the output of an interpreter: its two streams, its reports, and its messages to its peer."""

    on_stdout: Callable[[bytes], None]
    on_stderr: Callable[[bytes], None]
    on_report: Callable[[str], None]
    on_exchange: Callable[[str], str]


class Template:
    """What all interpreters are made from. They share one linker, since making one takes longer than a short run."""

    def __init__(self, host: Engine, component: Component) -> None:
        self.host = host
        self._component = component
        self._run = component.get_export_index("run")
        self._running = threading.local()
        self._linker = engine.make_linker(
            host,
            report=lambda event: self._callbacks().on_report(event),
            write=self._write,
            exchange=lambda message: self._callbacks().on_exchange(message),
        )

    def instantiate(self, store: Store) -> Func | None:
        """Return the function that runs an interpreter, a fresh copy of the snapshot."""
        instance = self._linker.instantiate(store, self._component)
        return None if self._run is None else instance.get_func(store, self._run)

    def receive(self, callbacks: Callbacks) -> None:
        """Have `callbacks` receive what the interpreter reports that runs next in this thread."""
        self._running.callbacks = callbacks

    def _callbacks(self) -> Callbacks:
        callbacks: Callbacks = self._running.callbacks
        return callbacks

    def _write(self, descriptor: int, text: str) -> None:
        callbacks = self._callbacks()
        receive = callbacks.on_stderr if descriptor == _STDERR else callbacks.on_stdout
        receive(text.encode())


class Interpreter:
    """An interpreter that runs once, in one folder. `callbacks` must be set before it runs."""

    def __init__(self, template: Template, folder: str) -> None:
        self.callbacks: Callbacks | None = None
        wasi = WasiConfig()
        wasi.stdout_custom = lambda data: self._callbacks().on_stdout(data)
        wasi.stderr_custom = lambda data: self._callbacks().on_stderr(data)
        wasi.env = [("HOME", WORK), ("PWD", WORK)]
        wasi.preopen_dir(folder, WORK)
        self._template = template
        self._store = Store(template.host)
        self._store.set_wasi(wasi)
        self._store.set_epoch_deadline(1)
        self._run = template.instantiate(self._store)

    def run(self, request: str, memory_bytes: int) -> tuple[str, str]:
        """Run within a memory limit; return (reason, the guest's answer or the runtime's description)."""
        self._template.receive(self._callbacks())
        self._store.set_limits(memory_size=memory_bytes)
        self._store.set_epoch_deadline(1)
        try:
            answer = self._run(self._store, request) if self._run else None
        except WasmtimeError as trap:
            description = str(trap)
            return ("exited" if _EXITED.search(description) else "trapped"), description
        except Closed as closed:
            return "trapped", str(closed)
        if not isinstance(answer, str) or len(answer) > MAX_ANSWER_BYTES:
            return "trapped", "the answer is missing or too long"
        return "answered", answer

    def close(self) -> None:
        """Free the memory."""
        self._store.close()

    def _callbacks(self) -> Callbacks:
        if self.callbacks is None:
            raise RuntimeError("the guest produced output before it was asked to run")
        return self.callbacks


def request_for(task: Task, prepared: PreparedTests | None = None, *, serve: bool = False) -> str:
    """Return the guest's request, as guest.py documents it.

    The interpreter that serves learns nothing of the tests.
    """
    names = ("code", "stdin", "echo", "module", "test_name", "trace", "verdict_only")
    fields = {name: getattr(task, name) for name in names}
    fields |= {"tests": None if serve else task.tests, "names": [*task.files, task.module], "serve": serve}
    content, code = ("null", "") if prepared is None else (prepared.content, prepared.code)
    return f'{{"prepared": {content}, {json.dumps(fields)[1:]}\n{code}'
