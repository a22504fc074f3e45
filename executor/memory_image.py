"""The memory of a snapshot as its component holds it: pieces of data, between which everything is zero."""

import bisect
from collections.abc import Iterator

# The binary format of WebAssembly: what a file begins with, sections, and the offset of a piece of data.
_PREAMBLE_BYTES = 8
_CORE_MODULE, _DATA = 1, 11
_ACTIVE, _I32_CONST, _END = 0, 0x41, 0x0B


class MemoryImage:
    """A component whose memory can be read and changed, where a piece holds it.

    Raises:
        ValueError: the component has no memory image.
    """

    def __init__(self, component: bytes) -> None:
        self._content = bytearray(component)
        self._pieces = sorted(_memory(component))
        self._starts = [address for address, _, _ in self._pieces]

    def to_bytes(self) -> bytes:
        """Return the component."""
        return bytes(self._content)

    def read(self, address: int, size: int) -> bytes | None:
        """Return what is at an address; None unless one piece holds all of it."""
        position = self._position(address, size)
        return None if position is None else bytes(self._content[position : position + size])

    def write(self, address: int, data: bytes) -> None:
        """Change what is at an address, all of which one piece must hold."""
        position = self._position(address, len(data))
        if position is None:
            raise ValueError("the memory image does not hold this address")
        self._content[position : position + len(data)] = data

    def _position(self, address: int, size: int) -> int | None:
        start, position, length = self._pieces[max(0, bisect.bisect_right(self._starts, address) - 1)]
        return position + address - start if start <= address <= start + length - size else None


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
