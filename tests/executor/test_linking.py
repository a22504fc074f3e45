"""The modules of a component become one that does the same. All other tests of the sandbox run one that was linked."""

from collections.abc import Callable

import pytest
from wasmtime import Engine, Store, wat2wasm
from wasmtime.component import Component, Linker

from executor.linking import binary_format, link
from executor.linking.component import CORE_MODULE
from executor.linking.core_module import CoreModule

# As wit-component links libraries: the first module defines the memory, the table, addresses, and `later`, which calls
# through the table what the second library exports. Host functions are called through a table of their own, which is
# filled once there is a memory.
COMPONENT = """
(component
  (import "log" (func $log (param "text" string)))
  (core module $main
    (type $unary (func (param i32) (result i32)))
    (memory (export "memory") 1)
    (table (export "__indirect_function_table") 8 8 funcref)
    (global (export "first:memory_base") i32 (i32.const 1024))
    (global (export "first:table_base") i32 (i32.const 2))
    (global (export "first:text") (mut i32) (i32.const 1028))
    (func (export "later") (type $unary) local.get 0 i32.const 6 call_indirect (type $unary))
    (data (i32.const 1024) "\\05\\00\\00\\00hello"))
  (core module $shim
    (type $log (func (param i32 i32)))
    (table (export "$imports") 1 1 funcref)
    (func (export "0") (type $log) local.get 0 local.get 1 i32.const 0 call_indirect (type $log)))
  (core module $fixup
    (import "" "0" (func (param i32 i32)))
    (import "" "$imports" (table 1 1 funcref))
    (elem (i32.const 0) func 0))
  (core module $first
    (type $unary (func (param i32) (result i32)))
    (type $pair (func (result i32 i32)))
    (import "env" "memory" (memory 1))
    (import "env" "__indirect_function_table" (table 4 funcref))
    (import "env" "__memory_base" (global $memory_base i32))
    (import "env" "__table_base" (global $table_base i32))
    (import "GOT.mem" "text" (global $text (mut i32)))
    (import "env" "later" (func $later (type $unary)))
    (import "host" "log" (func $log (param i32 i32)))
    (global $calls (mut i32) (i32.const 0))
    (elem (offset (global.get $table_base)) func $double $later)
    (func $double (type $unary) local.get 0 i32.const 2 i32.mul)
    (func $unused (export "unused") (result i32) global.get $memory_base)
    (func (export "run") (type $unary) (local $sum i64)
      (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
      (call $log (global.get $text) (i32.load (global.get $memory_base)))
      (memory.copy (i32.add (global.get $text) (i32.const 1)) (global.get $text) (i32.const 1))
      (block $other (block $two (block $one (block $zero
        (br_table $zero $one $two $other (local.get 0)))
        (return (call $later (i32.const 100))))
        (return (call_indirect (type $unary) (i32.const 21) (global.get $table_base))))
        (return (call_indirect (type $unary) (i32.const 30) (i32.add (global.get $table_base) (i32.const 1)))))
      (local.set $sum (i64.const 0x1234567890))
      (loop $again (type $pair)
        (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_s (local.get 0))))
        (br_if $again (i32.gt_s (local.tee 0 (i32.sub (local.get 0) (i32.const 1))) (i32.const 0)))
        (i32.wrap_i64 (local.get $sum)) (i32.trunc_sat_f64_s (f64.const 1.5)))
      i32.add
      (i32.mul (global.get $calls) (i32.const 1000))
      i32.add))
  (core module $second
    (import "env" "memory" (memory 1))
    (import "env" "base" (global $base i32))
    (global (export "limit") i32 (i32.add (global.get $base) (i32.const 7)))
    (func (export "later") (param i32) (result i32) (i32.add (local.get 0) (i32.load8_u offset=4 (global.get $base))))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable))
  (core module $init
    (import "env" "__indirect_function_table" (table 1 funcref))
    (import "second" "later" (func $later (param i32) (result i32)))
    (elem (i32.const 6) func $later)
    (func $start unreachable))
  (core instance $shim (instantiate $shim))
  (core instance $main (instantiate $main))
  (alias core export $shim "0" (core func $indirect_log))
  (core instance $first (instantiate $first
    (with "env" (instance
      (export "memory" (memory $main "memory"))
      (export "__indirect_function_table" (table $main "__indirect_function_table"))
      (export "__memory_base" (global $main "first:memory_base"))
      (export "__table_base" (global $main "first:table_base"))
      (export "later" (func $main "later"))))
    (with "GOT.mem" (instance (export "text" (global $main "first:text"))))
    (with "host" (instance (export "log" (func $indirect_log))))))
  (core instance $second (instantiate $second
    (with "env" (instance
      (export "memory" (memory $main "memory"))
      (export "base" (global $main "first:memory_base"))))))
  (core func $lowered_log (canon lower (func $log)
    (memory (core memory $main "memory")) (realloc (core func $second "cabi_realloc"))))
  (core instance (instantiate $fixup (with "" (instance
    (export "0" (func $lowered_log))
    (export "$imports" (table $shim "$imports"))))))
  (core instance (instantiate $init (with "env" (instance $main)) (with "second" (instance $second))))
  (func (export "run") (param "value" s32) (result s32) (canon lift (core func $first "run"))))
"""
ORIGINAL = bytes(wat2wasm(COMPONENT))


def runner(component: bytes) -> tuple[Callable[[int], int], list[str]]:
    """Return the component's function, and the list of what it logs."""
    engine, logged = Engine(), list[str]()
    store, linker = Store(engine), Linker(engine)
    with linker.root() as root:
        root.add_func("log", lambda _store, text: logged.append(text))
    run = linker.instantiate(store, Component(engine, component)).get_func(store, "run")
    assert run is not None
    return lambda value: run(store, value), logged


def linked_modules(component: bytes) -> list[CoreModule]:
    return [CoreModule(content) for kind, content in binary_format.sections(component) if kind == CORE_MODULE]


def test_linked_modules_do_the_same() -> None:
    (run, logged), (run_linked, logged_linked) = runner(ORIGINAL), runner(link(ORIGINAL))
    values = (0, 1, 2, 3, 300, -7, 0)
    assert [run_linked(value) for value in values] == [run(value) for value in values]
    assert logged_linked == logged
    assert logged[:2] == ["hello", "hhllo"]


def test_addresses_become_constants_and_calls_direct() -> None:
    module, shim, fixup = linked_modules(link(ORIGINAL))
    assert (len(module.memories), len(module.tables), len(shim.tables), len(fixup.elements)) == (1, 1, 1, 1)
    assert [entry.initial for entry in module.globals] == [b"\x41\x00\x0b"], "only `$calls` changes"
    assert len(module.bodies) == 4, "`$double`, `run`, and two of the second library; no forwarder, nothing unused"
    assert [name.decode() for name in module.exports] == ["0", "1", "2"]
    assert link(ORIGINAL) == link(ORIGINAL)


@pytest.mark.parametrize(
    ("changed", "replacement", "reason"),
    [
        ("(func $start unreachable)", "(func $start) (start $start)", "section 8"),
        ("(elem (i32.const 6) func $later)", "(elem func $later)", "elements"),
        ("(elem (i32.const 6) func $later)", "(elem (i32.const 6) funcref (ref.func $later))", "elements"),
        ("(local.set $sum (i64.const 0x1234567890))", "(table.set 0 (i32.const 6) (ref.null func))", "instruction 0x"),
        ("(local.set $sum (i64.const 0x1234567890))", "(drop (v128.const i64x2 0 0))", "instruction 0xfd"),
        (
            "(global $calls (mut i32) (i32.const 0))",
            "(global $calls (mut i32) (i32.mul (i32.const 2) (i32.const 3)))",
            "initial value",
        ),
        (
            "(global $calls (mut i32) (i32.const 0))",
            "(global $calls (mut i32) (i32.const 0)) (global i64 (i64.const 0))",
            "initial value",
        ),
        ("(memory 1))\n    (import", "(memory 1 1 shared))\n    (import", "form"),
        ('(import "env" "base" (global $base i32))', '(import "env" "base" (global $base i32)) (memory 1)', "share"),
        ('(global (export "limit")', '(data (i32.const 0) "x") (global (export "limit")', "share"),
        ("(core instance $second", "(core instance (instantiate $first)) (core instance $second", "twice"),
        (
            '(export "$imports" (table $shim "$imports"))',
            '(export "$imports" (table $main "__indirect_function_table"))',
            "table",
        ),
    ],
)
def test_what_linking_does_not_know_is_refused(changed: str, replacement: str, reason: str) -> None:
    assert changed in COMPONENT
    with pytest.raises(ValueError, match=reason):
        link(bytes(wat2wasm(COMPONENT.replace(changed, replacement))))


@pytest.mark.parametrize("component", [b"", b"\0asm\x0d\0\1\0"], ids=["empty", "without a module"])
def test_a_component_without_modules_is_refused(component: bytes) -> None:
    with pytest.raises(ValueError, match="does not consist of modules"):
        link(component)


@pytest.mark.parametrize("value", [0, 63, 64, 127, 128, 2**31 - 1])
def test_numbers_are_decoded_as_they_are_encoded(value: int) -> None:
    assert binary_format.Reader(binary_format.number(value)).number() == value
    assert binary_format.Reader(binary_format.signed(value)).signed() == value
    assert binary_format.Reader(binary_format.signed(-value - 1)).signed() == -value - 1
