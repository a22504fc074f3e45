"""The WebAssembly engine: its configuration, and how components are compiled, loaded and linked."""

import platform
from collections.abc import Callable
from pathlib import Path

from wasmtime import Config, Engine, Store, WasiConfig, WasmtimeError
from wasmtime.component import Component, Linker

# Just under 2 MiB: ordinary endless recursion then surfaces as RecursionError before the stack ends.
_STACK_BYTES = 2 * 2**20 - 16 * 2**10
_PAGE = 64 * 2**10


def make_engine() -> Engine:
    """Make an engine whose guests can be interrupted from another thread by incrementing its epoch."""
    config = Config()
    config.epoch_interruption = True
    config.max_wasm_stack = _STACK_BYTES
    if platform.system() == "Linux":
        # A generic target avoids instructions only this machine's processor has: an image built here runs elsewhere.
        config.target = f"{platform.machine()}-unknown-linux-gnu"
    return Engine(config)


def compile_component(engine: Engine, path: Path) -> bytes:
    """Compile a component ahead of time, for this kind of processor."""
    return bytes(Component(engine, path.read_bytes()).serialize())


def load(engine: Engine, path: Path) -> Component:
    """Map a compiled component into memory.

    Raises:
        FileNotFoundError: there is no such file.
        WasmtimeError: it is damaged, or was compiled by another version or for another processor.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    return Component.deserialize_file(engine, str(path))


def make_linker(
    engine: Engine, report: Callable[[str], None], write: Callable[[int, str], None], exchange: Callable[[str], str]
) -> Linker:
    """Make a linker that provides WASI and the functions that runner.wit imports."""
    linker = Linker(engine)
    linker.add_wasip2()
    with linker.root() as root:
        root.add_func("report", lambda _store, event: report(event))
        root.add_func("write", lambda _store, descriptor, text: write(descriptor, text))
        root.add_func("exchange", lambda _store, message: exchange(message))
    return linker


def measure_base_memory(engine: Engine, component: Component) -> int:
    """Return the bytes of memory that a fresh instance holds: the lowest limit under which it can be made."""
    linker = make_linker(
        engine, report=lambda _event: None, write=lambda _descriptor, _text: None, exchange=lambda _message: ""
    )
    low, high = 0, 2**30
    while high - low > _PAGE:
        middle = (low + high) // 2
        store = Store(engine)
        store.set_wasi(WasiConfig())
        store.set_epoch_deadline(1)
        store.set_limits(memory_size=middle)
        try:
            linker.instantiate(store, component)
            high = middle
        except WasmtimeError:
            low = middle
    return high
