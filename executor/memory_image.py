"""The memory of a snapshot as its component holds it: pieces of data, between which everything is zero."""

import bisect
from collections.abc import Iterator

from executor.linking.binary_format import END, I32_CONST, PREAMBLE_BYTES, Reader

# Sections, and the form of a piece of data that is copied to an offset of the memory.
_CORE_MODULE, _DATA = 1, 11
_ACTIVE = 0


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
    reader = Reader(component)
    _enter_section(reader, _CORE_MODULE)
    _enter_section(reader, _DATA)
    for _ in range(reader.number()):
        form = reader.byte(), reader.byte()
        address = reader.number()
        if form != (_ACTIVE, I32_CONST) or reader.byte() != END:
            raise ValueError("the first module is not a memory image")
        length = reader.number()
        yield address, reader.position, length
        reader.position += length


def _enter_section(reader: Reader, kind: int) -> None:
    """Read on to the content of the first section of a kind, in a file or a module that starts here."""
    reader.position += PREAMBLE_BYTES
    while not reader.at_end():
        found, length = reader.byte(), reader.number()
        if found == kind:
            return
        reader.position += length
    raise ValueError(f"the component has no section {kind}")
