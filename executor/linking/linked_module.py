"""Writes a program as one core module, in which addresses are constants and calls are direct."""

from collections.abc import Iterator
from itertools import groupby

from executor.linking import binary_format as wasm
from executor.linking.component import Alias, Definition
from executor.linking.function_body import BLOCKS, CALL, CALL_INDIRECT, Reference, references
from executor.linking.program import Place, Program, Target

_TYPES, _IMPORTS, _FUNCTIONS, _TABLES, _MEMORIES = 1, 2, 3, 4, 5
_GLOBALS, _EXPORTS, _ELEMENTS, _BODIES, _DATA = 6, 7, 9, 10, 11
_ONLY = 0


class LinkedModule:
    """The module of a program: its memory, and the functions of its table, those that are exported, and all they call.

    An import is named by its number in `imports`, an export by that in `exports`.

    Raises:
        ValueError: the program holds something that linking does not know.
    """

    def __init__(self, program: Program, exports: list[Alias]) -> None:
        self.exports = exports
        self._program = program
        self._types: dict[bytes, int] = {}
        self._variables: dict[Place, int] = {}
        self._references: dict[Place, list[Reference]] = {}
        self._import_types: dict[Definition, bytes] = {}
        self._find_functions()
        self.imports = list(self._import_types)
        self._functions = sorted(self._references)
        self._numbers: dict[Target, int] = {each: n for n, each in enumerate([*self.imports, *self._functions])}
        self._changed = set(self._find_changed_variables())

    def encode(self) -> bytes:
        """Return the module."""
        first = self._program.modules[0]
        # Bodies first: they determine which types and variables there are.
        bodies = [wasm.sized(b"".join(self._rewrite(function))) for function in self._functions]
        imports = [
            wasm.sized(b"") + encode_name(number) + bytes([wasm.FUNCTION]) + wasm.number(self._type(encoded_type))
            for number, encoded_type in enumerate(self._import_types.values())
        ]
        types = [wasm.number(self._type(self._program.type_of(each))) for each in self._functions]
        sections = {_TYPES: list(self._types), _IMPORTS: imports, _FUNCTIONS: types}
        sections |= {_TABLES: first.tables, _MEMORIES: first.memories}
        sections |= {_GLOBALS: [self._variable(each) for each in self._variables]}
        sections |= {_EXPORTS: [encode_name(number) + self._export(alias) for number, alias in enumerate(self.exports)]}
        sections |= {_ELEMENTS: list(self._elements()), _BODIES: bodies}
        encoded = [wasm.section(kind, wasm.vector(items)) for kind, items in sections.items()]
        return b"".join([wasm.CORE_PREAMBLE, *encoded, wasm.section(_DATA, first.data)])

    def _find_functions(self) -> None:
        exports = [self._program.exported(each.instance, each.name) for each in self.exports]
        pending = [(number, index) for number, sort, index in exports if sort == wasm.FUNCTION]
        pending += self._program.table.values()
        while pending:
            number, index = pending.pop()
            function = self._program.find_function(number, index)
            if not isinstance(function, Place):
                self._import_types[function] = self._program.function_type(number, index)
            elif function not in self._references:
                found = self._references[function] = list(references(self._program.body(function)))
                pending += [(function.module, each.operand) for each in found if each.opcode == CALL]

    def _find_changed_variables(self) -> Iterator[Place]:
        for function, found in self._references.items():
            for each in found:
                if each.opcode == wasm.GLOBAL_SET:
                    yield self._program.find_variable(function.module, each.operand)

    def _rewrite(self, function: Place) -> Iterator[bytes]:
        body, position = self._program.body(function), 0
        for each in self._references[function]:
            yield body[position : each.start]
            yield self._instruction(function.module, each.opcode, each.operand)
            position = each.end
        yield body[position:]

    def _instruction(self, number: int, opcode: int, index: int) -> bytes:
        if opcode == CALL:
            operand = self._function(number, index)
        elif opcode in BLOCKS:
            operand = wasm.signed(self._type(self._program.modules[number].types[index]))
        elif opcode == CALL_INDIRECT:
            operand = wasm.number(self._type(self._program.modules[number].types[index])) + wasm.number(_ONLY)
        else:
            variable = self._program.find_variable(number, index)
            if variable not in self._changed:
                return self._initial(variable)
            operand = wasm.number(self._variables.setdefault(variable, len(self._variables)))
        return bytes([opcode]) + operand

    def _initial(self, variable: Place) -> bytes:
        return bytes([wasm.I32_CONST]) + wasm.signed(self._program.initial_value(variable))

    def _variable(self, variable: Place) -> bytes:
        return self._program.variable_type(variable) + self._initial(variable) + bytes([wasm.END])

    def _export(self, alias: Alias) -> bytes:
        number, sort, index = self._program.exported(alias.instance, alias.name)
        if sort not in (wasm.FUNCTION, wasm.MEMORY):
            raise ValueError("a component that uses a table or global variable of its modules cannot be linked")
        return bytes([sort]) + (self._function(number, index) if sort == wasm.FUNCTION else wasm.number(_ONLY))

    def _elements(self) -> Iterator[bytes]:
        """Yield what is put into the table, in pieces that do not overlap."""
        for _, piece in groupby(enumerate(sorted(self._program.table)), lambda entry: entry[1] - entry[0]):
            slots = [slot for _, slot in piece]
            offset = bytes([wasm.I32_CONST]) + wasm.signed(slots[0]) + bytes([wasm.END])
            yield b"\0" + offset + wasm.vector(self._function(*self._program.table[slot]) for slot in slots)

    def _function(self, number: int, index: int) -> bytes:
        return wasm.number(self._numbers[self._program.find_function(number, index)])

    def _type(self, encoded: bytes) -> int:
        return self._types.setdefault(encoded, len(self._types))


def encode_name(number: int) -> bytes:
    """Encode the name of an import or an export of the module."""
    return wasm.sized(str(number).encode())
