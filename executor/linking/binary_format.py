"""The binary format of WebAssembly: how modules and components are encoded."""

from collections.abc import Iterable, Iterator

PREAMBLE_BYTES = 8
CORE_PREAMBLE = b"\0asm\1\0\0\0"
COMPONENT_PREAMBLE = b"\0asm\x0d\0\1\0"

# What core modules import, define and export.
FUNCTION, TABLE, MEMORY, GLOBAL = range(4)
SORTS = (FUNCTION, TABLE, MEMORY, GLOBAL)

# Instructions of initial values, and the one that changes them later.
END, GLOBAL_GET, GLOBAL_SET, I32_CONST, I32_ADD = 0x0B, 0x23, 0x24, 0x41, 0x6A


class Reader:
    """Decodes one value after the other."""

    def __init__(self, content: bytes, position: int = 0) -> None:
        self.content = content
        self.position = position

    def at_end(self) -> bool:
        """Return whether everything has been read."""
        return self.position >= len(self.content)

    def byte(self) -> int:
        """Return the next byte."""
        self.position += 1
        return self.content[self.position - 1]

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        self.position += size
        return self.content[self.position - size : self.position]

    def since(self, position: int) -> bytes:
        """Return what has been read since a position."""
        return self.content[position : self.position]

    def number(self) -> int:
        """Return a number that is not negative (unsigned LEB128)."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self) -> int:
        """Return a number (signed LEB128)."""
        start = self.position
        value, bits = self.number(), 7 * (self.position - start)
        return value - (1 << bits) if value >> (bits - 1) else value

    def numbers(self) -> list[int]:
        """Return a vector of numbers that are not negative."""
        return [self.number() for _ in range(self.number())]

    def sized(self) -> bytes:
        """Return what begins with its size: a name, a section, the body of a function."""
        return self.take(self.number())


def sections(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, content) of the sections of a module or a component."""
    reader = Reader(content, PREAMBLE_BYTES)
    while not reader.at_end():
        yield reader.byte(), reader.sized()


def number(value: int) -> bytes:
    """Encode a number that is not negative."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def signed(value: int) -> bytes:
    """Encode a number."""
    encoded = bytearray()
    while not -0x40 <= value < 0x40:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value & 0x7F])


def sized(content: bytes) -> bytes:
    """Encode what begins with its size."""
    return number(len(content)) + content


def vector(items: Iterable[bytes]) -> bytes:
    """Encode a vector of items that are encoded already."""
    encoded = list(items)
    return number(len(encoded)) + b"".join(encoded)


def section(kind: int, content: bytes) -> bytes:
    """Encode a section."""
    return bytes([kind]) + sized(content)
