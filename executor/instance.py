"""One interpreter: a fresh copy of the snapshot in a store of its own, made ahead of what it will run."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from wasmtime import Engine, Store, WasiConfig, WasmtimeError
from wasmtime.component import Component

from executor import engine
from executor.watch import ANSWER_BYTES

WORK = "/work"
# Further raises of the epoch than there will be.
_NEVER = 2**40
_EXITED = re.compile(r"Exited with i32 exit status -?\d+\s*$")


class Closed(Exception):
    """Raised in a function of the host's, ends the interpreter that called it."""


@dataclass
class Voice:
    """Where what an interpreter says goes: its streams, its reports, and its messages to the other interpreter."""

    on_stdout: Callable[[bytes], None]
    on_stderr: Callable[[bytes], None]
    on_report: Callable[[str], None]
    on_exchange: Callable[[str], str]


class Instance:
    """An interpreter that runs once, within a folder. `voice` must be set before it does."""

    def __init__(self, host: Engine, component: Component, folder: str) -> None:
        self.voice: Voice | None = None
        wasi = WasiConfig()
        wasi.stdout_custom = lambda data: self._voice().on_stdout(data)
        wasi.stderr_custom = lambda data: self._voice().on_stderr(data)
        wasi.env = [("HOME", WORK), ("PWD", WORK)]
        wasi.preopen_dir(folder, WORK)
        self._store = Store(host)
        self._store.set_wasi(wasi)
        self._store.set_epoch_deadline(1)
        linker = engine.make_linker(
            host,
            report=lambda event: self._voice().on_report(event),
            exchange=lambda message: self._voice().on_exchange(message),
        )
        instance = linker.instantiate(self._store, component)
        self._warm, self._run = (instance.get_func(self._store, name) for name in ("warm", "run"))

    def warm(self, *, tests: bool) -> None:
        """Touch the memory that every run touches, and with `tests` what grading does, while nobody waits for it."""
        self._store.set_epoch_deadline(_NEVER)
        if self._warm:
            self._warm(self._store, tests)

    def call(self, request: str, memory_bytes: int) -> tuple[str, str]:
        """Run within so much memory; return (reason, the answer or the runtime's words)."""
        self._store.set_limits(memory_size=memory_bytes)
        self._store.set_epoch_deadline(1)
        try:
            answer = self._run(self._store, request) if self._run else None
        except WasmtimeError as trap:
            words = str(trap)
            return ("exited" if _EXITED.search(words) else "trapped"), words
        except Closed as closed:
            return "trapped", str(closed)
        if not isinstance(answer, str) or len(answer) > ANSWER_BYTES:
            return "trapped", "there is no answer, or it is too long"
        return "answered", answer

    def close(self) -> None:
        """Free the memory."""
        self._store.close()

    def _voice(self) -> Voice:
        if self.voice is None:
            raise RuntimeError("the guest spoke before it was asked to run")
        return self.voice
