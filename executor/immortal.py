"""Make the objects of a snapshot immortal, so that a run which uses them does not write to them.

CPython counts references in the objects themselves: each use of a function or a name of the snapshot would write to its
page, and the first write to a page costs a fault and a copy. The count of an immortal object (PEP 683) never changes.
"""

import bisect
import json
import logging
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from wasmtime import Engine
from wasmtime.component import Component

from executor.interpreter import Callbacks, Interpreter, Template, request_for
from executor.models import Limits, Task
from executor.paired_interpreters import no_peer

log = logging.getLogger(__name__)

# On 32-bit CPython an object begins with its reference count and the address of its type.
_HEAD = struct.Struct("<II")
_IMMORTAL = 5 << 28
# No object has as many references; such a value belongs to a freed object, or to one that is immortal already.
_MOST_REFERENCES = 2**20

# The binary format of WebAssembly: what a file begins with, sections, and the offset of a piece of data.
_PREAMBLE_BYTES = 8
_CORE_MODULE, _DATA = 1, 11
_ACTIVE, _I32_CONST, _END = 0, 0x41, 0x0B

# Writes the address of every object of the snapshot, and that of its type, to the file `objects`.
_LIST_OBJECTS = """
import gc
gc.disable()
gc.unfreeze()
seen, found = set(), gc.get_objects()
with open("objects", "w") as file:
    while found:
        new = {id(one): one for one in found if id(one) not in seen}
        seen.update(new)
        file.writelines(f"{address} {id(type(one))}\\n" for address, one in new.items())
        found = [other for one in new.values() for other in gc.get_referents(one)]
"""
_LISTING_MEMORY_BYTES = 2**30


def list_objects(host: Engine, component: Component, folder: Path) -> list[tuple[int, int]]:
    """Return the address of each object of a snapshot, and that of its type; `folder` is for temporary files.

    Raises:
        ValueError: the snapshot does not run.
    """
    interpreter = Interpreter(Template(host, component), str(folder))
    interpreter.callbacks = Callbacks(lambda _data: None, lambda _data: None, lambda _event: None, no_peer)
    reason, answer = interpreter.run(request_for(Task(_LIST_OBJECTS, Limits())), _LISTING_MEMORY_BYTES)
    interpreter.close()
    if reason != "answered" or json.loads(answer)["status"] != "ok":
        raise ValueError(f"the snapshot cannot list its objects: {answer[-4000:]}")
    lines = (folder / "objects").read_text().splitlines()
    return [(int(address), int(type_address)) for address, _, type_address in (line.partition(" ") for line in lines)]


def immortalize(component: bytes, objects: Iterable[tuple[int, int]]) -> bytes:
    """Return the component with the objects of its memory immortal.

    Args:
        objects: the address of each and that of its type. Those that are not in the memory image are left out.

    Raises:
        ValueError: the component has no memory image, or the objects are not in it.
    """
    patched, count = bytearray(component), 0
    pieces = sorted(_memory(component))
    starts = [address for address, _, _ in pieces]
    for address, type_address in objects:
        start, position, length = pieces[max(0, bisect.bisect_right(starts, address) - 1)]
        if not start <= address <= start + length - _HEAD.size:
            continue
        position += address - start
        references, type_there = _HEAD.unpack_from(patched, position)
        if type_there == type_address and 0 < references < _MOST_REFERENCES:
            _HEAD.pack_into(patched, position, _IMMORTAL, type_address)
            count += 1
    if not count:
        raise ValueError("none of the objects is in the memory image")
    log.info("%d objects", count)
    return bytes(patched)


def _memory(component: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (address, position in the file, length) of each piece of the memory image, which the first module holds."""
    module = _section(component, _CORE_MODULE, 0)
    pieces, position = _number(component, _section(component, _DATA, module))
    for _ in range(pieces):
        if component[position] != _ACTIVE or component[position + 1] != _I32_CONST:
            raise ValueError("the first module is not a memory image")
        address, position = _number(component, position + 2)
        if component[position] != _END:
            raise ValueError("the first module is not a memory image")
        length, position = _number(component, position + 1)
        yield address, position, length
        position += length


def _section(component: bytes, kind: int, start: int) -> int:
    """Return the position of the first section of a kind, in a file or a module that starts there."""
    position = start + _PREAMBLE_BYTES
    while component[position : position + 1] not in (b"", bytes([kind])):
        length, position = _number(component, position + 1)
        position += length
    if position >= len(component):
        raise ValueError(f"the component has no section {kind}")
    return _number(component, position + 1)[1]


def _number(component: bytes, position: int) -> tuple[int, int]:
    """Decode a LEB128 number that is not negative; return it and the position after it."""
    value = shift = 0
    while True:
        byte = component[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
