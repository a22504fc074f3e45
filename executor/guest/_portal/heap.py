"""Fill the holes that imports leave in the heap, so that what a run allocates lies together.

The allocator prefers free chunks to the end of the heap, and CPython for WASI has no pools above it.
Free chunks are scattered over the whole snapshot, and the first write to each page costs a fault and a copy.
"""

import array
import gc
import sys
import types
from collections.abc import Iterator

# Sizes in bytes, from large to small, so that a hole is first filled by what fits best.
_SIZES = (*range(2**16, 2**13, -(2**12)), *range(2**13, 2**10, -(2**8)), *range(2**10, 16, -16))
# What an empty `bytes` takes, with the word that the allocator adds.
_OVERHEAD = b"".__sizeof__() + 4
_kept: list[object] = []
# Code that runs execute, and room for all of it; the build moves it there.
hot_code: list[types.CodeType] = []
_room = b""
_watched: list[types.CodeType] = []
_states = array.array("q")
# What an object and the head of `bytes` take at most beyond their content.
_MARGIN = 32


def fill_holes() -> None:
    """Allocate until nothing is free below the objects that exist; what was allocated is kept."""
    end = max(map(id, gc.get_objects()))
    for size in _SIZES:
        while id(block := bytes(size - _OVERHEAD)) < end:
            _kept.append(block)
    while id(smallest := object()) < end:
        _kept.append(smallest)


def watch_code() -> None:
    """Note what the code of all functions is like now, in little memory: its holes would have to be filled."""
    functions = (one for one in gc.get_objects() if type(one) is types.FunctionType)
    found = {id(code): code for function in functions for code in _with_inner(function.__code__)}
    _watched[:] = found.values()
    _states[:] = array.array("q", map(_state, _watched))


def keep_executed_code() -> None:
    """Keep the code that was executed since, which is written to whenever it is, and make room for it."""
    global _room
    hot_code.extend(code for code, state in zip(_watched, _states, strict=True) if _state(code) != state)
    _room = b"\xff" * sum(sys.getsizeof(code) + _MARGIN for code in hot_code)
    _watched.clear()


def _state(code: types.CodeType) -> int:
    return hash(code._co_code_adaptive)


def _with_inner(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for one in code.co_consts:
        if type(one) is types.CodeType:
            yield from _with_inner(one)


def address_of_room() -> int:
    """Return where the room begins."""
    return id(_room) + b"".__sizeof__() - 1
