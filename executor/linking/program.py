"""The core modules of a component that share its memory, as one program: what each of their names stands for."""

from typing import NamedTuple

from executor.linking import binary_format as wasm
from executor.linking.binary_format import Reader
from executor.linking.component import Alias, Component, Definition, Instance
from executor.linking.core_module import CoreModule
from executor.linking.function_body import forwards_to


class Place(NamedTuple):
    """Something that a module of the program defines; `number` counts without the module's imports."""

    module: int
    sort: int
    number: int


# What the program does not define comes from the component.
Target = Place | Definition


class Program:
    """Modules of which each is instantiated once.

    Attributes:
        modules: in the order in which they are instantiated. The first defines the memory and the table.
        module_numbers: their numbers in the component.
        table: the functions in the table, by slot: of which module, and their index there. Nothing changes them, since
            linking accepts no instruction that could.

    Raises:
        ValueError: they hold something that linking does not know.
    """

    def __init__(self, component: Component) -> None:
        decoded = [CoreModule(content) for content in component.modules]
        self._numbers: dict[Instance, int] = {}
        self.module_numbers: list[int] = []
        for item in component.items:
            if isinstance(item, Instance) and item.module is not None and _shares_memory(decoded[item.module]):
                self._numbers[item] = len(self.module_numbers)
                self.module_numbers.append(item.module)
        self.modules = [decoded[number] for number in self.module_numbers]
        if [number for number, each in enumerate(self.modules) if each.memories or each.tables or each.data] != [0]:
            raise ValueError("the component does not consist of modules that share the memory and table of the first")
        if len(set(self.module_numbers)) != len(self.module_numbers):
            raise ValueError("a component that instantiates a module twice cannot be linked")
        self._arguments = [instance.arguments for instance in self._numbers]
        self.table = self._read_table()
        self._forwarded = self._find_forwarded()

    def includes(self, instance: Instance) -> bool:
        """Return whether an instance is part of the program."""
        return instance in self._numbers

    def exported(self, instance: Instance, name: bytes) -> tuple[int, int, int]:
        """Return what an instance of the program exports: its module, its sort, and its index there."""
        number = self._numbers[instance]
        return number, *self.modules[number].exports[name]

    def find_function(self, number: int, index: int) -> Target:
        """Return which function a module means by an index; not one that only calls another, but the other."""
        target = self._find(number, wasm.FUNCTION, index)
        return self._forwarded.get(target, target)

    def find_variable(self, number: int, index: int) -> Place:
        """Return which global variable a module means by an index."""
        target = self._find(number, wasm.GLOBAL, index)
        if not isinstance(target, Place):
            raise ValueError("a module with a global variable of the component cannot be linked")
        return target

    def function_type(self, number: int, index: int) -> bytes:
        """Return the type of a function that a module means by an index, encoded."""
        module = self.modules[number]
        return module.types[module.function_types[index]]

    def type_of(self, function: Place) -> bytes:
        """Return the type of a function, encoded."""
        return self.function_type(
            function.module, len(self.modules[function.module].imports[wasm.FUNCTION]) + function.number
        )

    def body(self, function: Place) -> bytes:
        """Return the body of a function."""
        return self.modules[function.module].bodies[function.number]

    def variable_type(self, variable: Place) -> bytes:
        """Return the type of a global variable, encoded."""
        return self.modules[variable.module].globals[variable.number].type

    def initial_value(self, variable: Place) -> int:
        """Return the initial value of a global variable."""
        return self._evaluate(variable.module, self.modules[variable.module].globals[variable.number].initial)

    def _find(self, number: int, sort: int, index: int) -> Target:
        imports = self.modules[number].imports[sort]
        if index >= len(imports):
            return Place(number, sort, index - len(imports))
        return self._resolve(self._arguments[number][imports[index].module], imports[index].name)

    def _resolve(self, instance: Instance, name: bytes) -> Target:
        """Return what an instance exports."""
        if self.includes(instance):
            return self._find(*self.exported(instance, name))
        definition = instance.exports[name]
        if isinstance(definition, Alias) and self.includes(definition.instance):
            return self._resolve(definition.instance, definition.name)
        return definition

    def _read_table(self) -> dict[int, tuple[int, int]]:
        return {
            slot: (number, function)
            for number, module in enumerate(self.modules)
            for elements in module.elements
            for slot, function in enumerate(elements.functions, self._evaluate(number, elements.offset))
        }

    def _find_forwarded(self) -> dict[Target, Target]:
        """Find the functions that only call another, which stands in the table because it is instantiated later."""
        found: dict[Target, Target] = {}
        for number, module in enumerate(self.modules):
            for index in range(len(module.bodies)):
                function = Place(number, wasm.FUNCTION, index)
                slot = forwards_to(self.body(function), self.type_of(function))
                if slot in self.table:
                    called, called_index = self.table[slot]
                    found[function] = self._find(called, wasm.FUNCTION, called_index)
        return found

    def _evaluate(self, number: int, expression: bytes) -> int:
        """Return an initial value: the sum of constants and of global variables."""
        reader, total = Reader(expression), 0
        while (opcode := reader.byte()) != wasm.END:
            if opcode == wasm.I32_CONST:
                total += reader.signed()
            elif opcode == wasm.GLOBAL_GET:
                total += self.initial_value(self.find_variable(number, reader.number()))
        return (total + 2**31) % 2**32 - 2**31


def _shares_memory(module: CoreModule) -> bool:
    """Return whether a module defines a memory, or is given one or the table that belongs to it."""
    names = {each.name for sort in (wasm.MEMORY, wasm.TABLE) for each in module.imports[sort]}
    return bool(module.memories or names & {b"memory", b"__indirect_function_table"})
