"""Frames on the pipes between the service and a worker: one byte of kind, four bytes of length, then the content."""

import struct
from typing import IO

TASK = b"T"
CANCEL = b"C"
READY = b"R"
STDOUT = b"O"
STDERR = b"E"
# Reports of the interpreter that grades, and of the one that holds the learner's module.
EVENT = b"V"
LEARNER_EVENT = b"N"
OUTCOME = b"D"
# The disk is full: the task did not run, or could not be completed for that reason.
DISK_FULL = b"F"
# The outcome of a run that cannot be interrupted: the worker is of no further use.
FINAL_OUTCOME = b"L"

_HEADER = struct.Struct(">cI")


def write_buffered(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    """Write one frame without flushing: each flush wakes the reader."""
    stream.write(_HEADER.pack(kind, len(content)) + content)


def write(stream: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    """Write one frame and flush it."""
    write_buffered(stream, kind, content)
    stream.flush()


def pop(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """Remove the first complete frame from a buffer and return it; None while there is none."""
    if len(buffer) < _HEADER.size:
        return None
    kind, length = _HEADER.unpack_from(buffer)
    end = _HEADER.size + length
    if len(buffer) < end:
        return None
    content = bytes(buffer[_HEADER.size : end])
    del buffer[:end]
    return kind, content
