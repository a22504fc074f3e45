"""The instructions of a function that refer to something by a number, which linking changes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from executor.linking.binary_format import GLOBAL_GET, GLOBAL_SET, Reader

CALL, CALL_INDIRECT = 0x10, 0x11
BLOCKS = (0x02, 0x03, 0x04)
_BRANCH_TABLE = 0x0E

_NUMBER = rb"[\x80-\xff]*+[\x00-\x7f]"
# All other instructions of C and Rust that is compiled without vectors and exceptions.
_UNCHANGED = re.compile(
    rb"(?:[\x00\x01\x05\x0b\x0f\x1a\x1b\x45-\xc4]"  # control, drop, select, arithmetic
    rb"|[\x02-\x04][\x40\x7c-\x7f]"  # blocks of no result or one
    rb"|[\x0c\x0d\x20-\x22\x41\x42]" + _NUMBER + rb"|\x43.{4}|\x44.{8}"  # branches, local variables, constants
    rb"|[\x28-\x3e][\x00-\x3f]" + _NUMBER + rb"|[\x3f\x40]\x00"  # memory
    rb"|\xfc(?:[\x00-\x07]|\x0a\x00\x00|\x0b\x00))*+",  # conversions, copying and filling memory
    re.DOTALL,
)
# A function that pushes parameters and a constant, and calls what is at that slot of the table.
_FORWARDER = re.compile(
    rb"\x00((?:\x20" + _NUMBER + rb")*+)\x41(" + _NUMBER + rb")\x11" + _NUMBER + rb"\x00\x0b", re.DOTALL
)


class Reference(NamedTuple):
    """A part of a body that begins with an opcode and the number of a function, a type or a global variable."""

    start: int
    end: int
    opcode: int
    operand: int


def references(body: bytes) -> Iterator[Reference]:
    """Yield the references in the body of a function, in order.

    Raises:
        ValueError: it holds an instruction that linking does not know. Those that change tables are among them.
    """
    reader = Reader(body)
    for _ in range(reader.number()):  # local variables: how many, and their type
        reader.number()
        reader.byte()
    while not _skip_unchanged(reader):
        start, opcode = reader.position, reader.byte()
        if opcode == _BRANCH_TABLE:
            reader.numbers()
            reader.number()
        elif opcode in (CALL, CALL_INDIRECT, GLOBAL_GET, GLOBAL_SET, *BLOCKS):
            operand = reader.number()
            if opcode == CALL_INDIRECT and reader.number() != 0:
                raise ValueError("a module with several tables cannot be linked")
            yield Reference(start, reader.position, opcode, operand)
        else:
            raise ValueError(f"a function with the instruction {opcode:#x} cannot be linked")


def forwards_to(body: bytes, function_type: bytes) -> int | None:
    """Return the slot of the table that a function only calls, with its own parameters; None if it does more."""
    found = _FORWARDER.fullmatch(body)
    if found is None:
        return None
    pushed, arguments = Reader(found[1]), []
    while not pushed.at_end():
        pushed.byte()
        arguments.append(pushed.number())
    parameters = Reader(function_type, 1).number()
    return Reader(found[2]).signed() if arguments == list(range(parameters)) else None


def _skip_unchanged(reader: Reader) -> bool:
    """Read on to the next instruction that is not `_UNCHANGED`; return whether there is none."""
    unchanged = _UNCHANGED.match(reader.content, reader.position)
    reader.position = unchanged.end() if unchanged else reader.position
    return reader.at_end()
