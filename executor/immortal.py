"""Change the objects of a snapshot so that a run which uses them writes to few pages.

The first write to a page costs a fault and a copy. CPython counts references in the objects themselves: each use of a
function or a name of the snapshot would write to its page. The count of an immortal object (PEP 683) never changes.
It also counts in the code that it executes; that code is moved to one place.
"""

import json
import logging
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wasmtime import Engine
from wasmtime.component import Component

from executor.interpreter import Callbacks, Interpreter, Template, request_for
from executor.memory_image import MemoryImage
from executor.models import Limits, Task
from executor.paired_interpreters import no_peer

log = logging.getLogger(__name__)

# On 32-bit CPython an object begins with its reference count and the address of its type.
_HEAD = struct.Struct("<II")
_ADDRESS = struct.Struct("<I")
_IMMORTAL = 5 << 28
# No object has as many references; such a value belongs to a freed object, or to one that is immortal already.
_MOST_REFERENCES = 2**20
# Where an object may begin.
_ALIGNMENT = 16

# Writes what `Objects` holds to the files `objects` and `code`. What code refers to is not known to the collector.
_LIST_OBJECTS = """
import gc, json, sys, types
from _portal import heap
gc.disable()
gc.unfreeze()
hot = {id(code): code for code in heap.hot_code}
holders = {address: [] for address in hot}
def hold(code, holder):
    if id(code) in holders:
        holders[id(code)].append((id(holder), holder.__sizeof__()))
def referents(one):
    if type(one) is types.FunctionType:
        hold(one.__code__, one)
    elif type(one) is types.CodeType:
        for constant in one.co_consts:
            hold(constant, one.co_consts)
        return one.co_consts, one.co_names, one.co_filename, one.co_name, one.co_qualname, one.co_linetable
    return gc.get_referents(one)
seen, found = set(), gc.get_objects()
with open("objects", "w") as file:
    while found:
        new = {id(one): one for one in found if id(one) not in seen}
        seen.update(new)
        file.writelines(f"{address} {id(type(one))}\\n" for address, one in new.items())
        found = [other for one in new.values() for other in referents(one)]
with open("code", "w") as file:
    code = [(address, sys.getsizeof(one), holders[address]) for address, one in hot.items()]
    json.dump({"code": code, "room": heap.address_of_room()}, file)
"""
_LISTING_MEMORY_BYTES = 2**30


@dataclass(frozen=True)
class Code:
    """Code that runs execute: its address and size, and those of the functions and tuples that refer to it."""

    address: int
    size: int
    holders: list[tuple[int, int]]


@dataclass(frozen=True)
class Objects:
    """What a snapshot says of its objects.

    Attributes:
        types: the address of each and that of its type.
        code: code that runs execute.
        room: the address of free memory that holds all of it.
    """

    types: list[tuple[int, int]]
    code: list[Code]
    room: int


def list_objects(host: Engine, component: Component, folder: Path) -> Objects:
    """Return the objects of a snapshot; `folder` is for temporary files.

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
    types = [(int(address), int(type_address)) for address, _, type_address in (line.partition(" ") for line in lines)]
    listed = json.loads((folder / "code").read_bytes())
    return Objects(types, [Code(*fields) for fields in listed["code"]], listed["room"])


def immortalize(component: bytes, objects: Objects) -> bytes:
    """Return the component with the objects of its memory immortal, and the code that runs execute in one place.

    Raises:
        ValueError: the component has no memory image, or the objects are not in it.
    """
    image = MemoryImage(component)
    moved = _move_code(image, objects)
    count = sum(_make_immortal(image, address, type_address) for address, type_address in objects.types)
    if not count:
        raise ValueError("none of the objects is in the memory image")
    log.info("%d objects; %d of %d pieces of code moved", count, moved, len(objects.code))
    return image.to_bytes()


def _make_immortal(image: MemoryImage, address: int, type_address: int) -> bool:
    head = image.read(address, _HEAD.size)
    references, type_there = _HEAD.unpack(head) if head is not None else (0, 0)
    if type_there != type_address or not 0 < references < _MOST_REFERENCES:
        return False
    image.write(address, _HEAD.pack(_IMMORTAL, type_address))
    return True


def _move_code(image: MemoryImage, objects: Objects) -> int:
    """Copy code to the room for it, and let what refers to it refer to the copy; return how many were moved."""
    moved, target = 0, objects.room
    for code in objects.code:
        content, references = image.read(code.address, code.size), list(_references(image, code))
        # One more reference is that of the list of such code. With any other, somebody unknown refers to it.
        if content is None or _HEAD.unpack_from(content)[0] != len(references) + 1:
            continue
        target += -target % _ALIGNMENT
        image.write(target, _HEAD.pack(_IMMORTAL, _HEAD.unpack_from(content)[1]) + content[_HEAD.size :])
        for address in references:
            image.write(address, _ADDRESS.pack(target))
        target += code.size
        moved += 1
    return moved


def _references(image: MemoryImage, code: Code) -> Iterable[int]:
    """Yield the addresses at which the holders of some code refer to it."""
    word = _ADDRESS.pack(code.address)
    for holder, size in {tuple(each) for each in code.holders}:
        for address in range(holder, holder + size - _ADDRESS.size + 1, _ADDRESS.size):
            if image.read(address, _ADDRESS.size) == word:
                yield address
