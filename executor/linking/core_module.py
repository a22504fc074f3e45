"""A core module, decoded as far as linking needs it."""

from dataclasses import dataclass

from executor.linking import binary_format as wasm
from executor.linking.binary_format import Reader

_CUSTOM, _DATA, _DATA_COUNT = 0, 11, 12
_FUNCTION_TYPE = 0x60
# Forms of elements: functions for the table, which the second form names.
_FUNCTIONS, _FUNCTIONS_OF_TABLE = 0, 2
_WITHOUT_MAXIMUM, _WITH_MAXIMUM = 0, 1


@dataclass(frozen=True)
class Import:
    """Something that another module provides."""

    module: bytes
    name: bytes


@dataclass(frozen=True)
class Global:
    """A global variable: its type and the expression of its initial value, encoded."""

    type: bytes
    initial: bytes


@dataclass(frozen=True)
class Elements:
    """Functions that are put into the table; an expression says where they begin."""

    offset: bytes
    functions: list[int]


class CoreModule:
    """The sections of a module.

    Attributes:
        imports: by sort.
        function_types: indices into `types`, for the functions that are imported and those that are defined.
        data: what the memory holds at first; not decoded.

    Raises:
        ValueError: it holds something that linking does not know.
    """

    def __init__(self, content: bytes) -> None:
        self.types: list[bytes] = []
        self.imports: dict[int, list[Import]] = {sort: [] for sort in wasm.SORTS}
        self.function_types: list[int] = []
        self.tables: list[bytes] = []
        self.memories: list[bytes] = []
        self.globals: list[Global] = []
        self.exports: dict[bytes, tuple[int, int]] = {}
        self.elements: list[Elements] = []
        self.bodies: list[bytes] = []
        self.data = b""
        readers = dict(enumerate((self._read_type, self._read_import, self._read_function, self._read_table), 1))
        readers |= dict(enumerate((self._read_memory, self._read_global, self._read_export), 5))
        readers |= {9: self._read_elements, 10: self._read_body}
        for kind, encoded in wasm.sections(content):
            if kind == _DATA:
                self.data = encoded
            elif kind in readers:
                reader = Reader(encoded)
                for _ in range(reader.number()):
                    readers[kind](reader)
            elif kind not in (_CUSTOM, _DATA_COUNT):
                raise ValueError(f"a module with a section {kind} cannot be linked")

    def _read_type(self, reader: Reader) -> None:
        start = reader.position
        if reader.byte() != _FUNCTION_TYPE:
            raise ValueError("a module with types other than those of functions cannot be linked")
        reader.sized()
        reader.sized()
        self.types.append(reader.since(start))

    def _read_import(self, reader: Reader) -> None:
        module, name, sort = reader.sized(), reader.sized(), reader.byte()
        if sort == wasm.FUNCTION:
            self.function_types.append(reader.number())
        elif sort == wasm.TABLE:
            _read_table(reader)
        elif sort == wasm.MEMORY:
            _read_limits(reader)
        elif sort == wasm.GLOBAL:
            reader.take(2)
        else:
            raise ValueError(f"a module with imports of sort {sort} cannot be linked")
        self.imports[sort].append(Import(module, name))

    def _read_function(self, reader: Reader) -> None:
        self.function_types.append(reader.number())

    def _read_table(self, reader: Reader) -> None:
        self.tables.append(_read_table(reader))

    def _read_memory(self, reader: Reader) -> None:
        self.memories.append(_read_limits(reader))

    def _read_global(self, reader: Reader) -> None:
        self.globals.append(Global(reader.take(2), _read_expression(reader)))

    def _read_export(self, reader: Reader) -> None:
        name, sort = reader.sized(), reader.byte()
        self.exports[name] = sort, reader.number()

    def _read_elements(self, reader: Reader) -> None:
        form = reader.number()
        if form not in (_FUNCTIONS, _FUNCTIONS_OF_TABLE) or (form == _FUNCTIONS_OF_TABLE and reader.number() != 0):
            raise ValueError("a module with elements other than functions for its only table cannot be linked")
        offset = _read_expression(reader)
        if form == _FUNCTIONS_OF_TABLE:
            reader.byte()  # the sort of its elements
        self.elements.append(Elements(offset, reader.numbers()))

    def _read_body(self, reader: Reader) -> None:
        self.bodies.append(reader.sized())


def _read_table(reader: Reader) -> bytes:
    return reader.take(1) + _read_limits(reader)


def _read_limits(reader: Reader) -> bytes:
    start = reader.position
    form = reader.byte()
    if form not in (_WITHOUT_MAXIMUM, _WITH_MAXIMUM):
        raise ValueError(f"a memory or table of the form {form} cannot be linked")
    for _ in range(1 + (form == _WITH_MAXIMUM)):
        reader.number()
    return reader.since(start)


def _read_expression(reader: Reader) -> bytes:
    start = reader.position
    while (opcode := reader.byte()) != wasm.END:
        if opcode in (wasm.I32_CONST, wasm.GLOBAL_GET):
            reader.number()
        elif opcode != wasm.I32_ADD:
            raise ValueError(f"an initial value with the instruction {opcode:#x} cannot be linked")
    return reader.since(start)
