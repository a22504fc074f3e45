"""Frames between the service and a worker: one byte says what it is, four bytes how long, then the content."""

import struct
from typing import IO

TASK = b"T"
CANCEL = b"C"
READY = b"R"
STDOUT = b"O"
STDERR = b"E"
EVENT = b"V"
NOTE = b"N"
END = b"D"
# The end of a run in a worker that cannot be used any more.
LAST_END = b"L"

_HEADER = struct.Struct(">cI")


def put(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    """Write one frame, which may wait for the next flush: each wakes the reader."""
    stream.write(_HEADER.pack(kind, len(content)) + content)


def write(stream: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    """Write one frame and flush it."""
    put(stream, kind, content)
    stream.flush()


def read(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read one frame, waiting for it; None at the end of the stream."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    kind, length = _HEADER.unpack(header)
    content = stream.read(length)
    return (kind, content) if len(content) == length else None


def take(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """Take the first whole frame out of a buffer; None while there is none."""
    if len(buffer) < _HEADER.size:
        return None
    kind, length = _HEADER.unpack_from(buffer)
    end = _HEADER.size + length
    if len(buffer) < end:
        return None
    content = bytes(buffer[_HEADER.size : end])
    del buffer[:end]
    return kind, content
