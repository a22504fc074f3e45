"""Fill the holes that imports leave in the heap, so that what a run allocates lies together.

The allocator prefers free chunks to the end of the heap, and CPython for WASI has no pools above it.
Free chunks are scattered over the whole snapshot, and the first write to each page costs a fault and a copy.
"""

import gc

# Sizes in bytes, from large to small, so that a hole is first filled by what fits best.
_SIZES = (*range(2**16, 2**13, -(2**12)), *range(2**13, 2**10, -(2**8)), *range(2**10, 16, -16))
# What an empty `bytes` takes, with the word that the allocator adds.
_OVERHEAD = b"".__sizeof__() + 4
_kept: list[object] = []


def fill_holes() -> None:
    """Allocate until nothing is free below the objects that exist; what was allocated is kept."""
    end = max(map(id, gc.get_objects()))
    for size in _SIZES:
        while id(block := bytes(size - _OVERHEAD)) < end:
            _kept.append(block)
    while id(smallest := object()) < end:
        _kept.append(smallest)
