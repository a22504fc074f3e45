"""Writes a component with its modules linked. What it imports and exports stays the same."""

from collections import Counter

from executor.linking import binary_format as wasm
from executor.linking.component import CORE_MODULE, Alias, Canonical, Component, Definition, Instance, Module, Other
from executor.linking.linked_module import LinkedModule, encode_name
from executor.linking.program import Program

_OF_MODULE, _OF_DEFINITIONS = b"\0", b"\1"
_CORE, _CORE_EXPORT = 0, 1


def link(content: bytes) -> bytes:
    """Return the component with the core modules that share its memory linked into one, which is its first.

    Raises:
        ValueError: it holds something that linking does not know.
    """
    component = Component(content)
    program = Program(component)
    kept = [item for item in component.items if isinstance(item, Instance | Canonical) and _is_kept(item, program)]
    writer = _Writer(component, program, LinkedModule(program, _exports_for(kept, program)))
    for item in component.items:
        if isinstance(item, Other):
            writer.write_other(item)
        elif isinstance(item, Module):
            writer.write_module(item)
        elif item in kept:
            writer.write(item)
    return writer.content()


def _is_kept(item: Instance | Canonical, program: Program) -> bool:
    """Return whether an item is there for its own sake: a function of the component, or a module that is not linked."""
    if isinstance(item, Canonical):
        return item.sort is None
    return item.module is not None and not program.includes(item)


def _exports_for(kept: list[Instance | Canonical], program: Program) -> list[Alias]:
    """Return what these items use of the program."""
    found: dict[Alias, None] = {}
    pending: list[Instance | Definition] = [*kept]
    while pending:
        item = pending.pop()
        if isinstance(item, Instance):
            pending += [*item.arguments.values(), *item.exports.values()]
        elif isinstance(item, Canonical):
            pending += [part for part in item.parts if not isinstance(part, bytes)]
        elif program.includes(item.instance):
            found[item] = None
        else:
            pending.append(item.instance)
    return list(found)


class _Writer:
    """Writes items, each after what it refers to."""

    def __init__(self, component: Component, program: Program, linked: LinkedModule) -> None:
        imports = {str(number).encode(): each for number, each in enumerate(linked.imports)}
        first, *others = program.module_numbers
        self._linked = Instance(first, {b"": Instance(None, exports=imports)})
        self._names = {alias: encode_name(number) for number, alias in enumerate(linked.exports)}
        self._modules = {**dict(enumerate(component.modules)), first: linked.encode()}
        for number in others:
            del self._modules[number]
        self._module_numbers = {number: written for written, number in enumerate(self._modules)}
        self._numbers: dict[Instance | Definition, int] = {}
        self._counts: Counter[int | None] = Counter()
        self._sections = [wasm.COMPONENT_PREAMBLE]

    def content(self) -> bytes:
        """Return the component."""
        return b"".join(self._sections)

    def write_other(self, item: Other) -> None:
        """Write something that has nothing to do with core modules."""
        self._sections.append(wasm.section(item.section, item.content))

    def write_module(self, item: Module) -> None:
        """Write a module, unless it is linked into another."""
        if item.number in self._modules:
            self._sections.append(wasm.section(CORE_MODULE, self._modules[item.number]))

    def write(self, item: Instance | Definition) -> bytes:
        """Write an item, unless that has been done; return its number, encoded."""
        if item not in self._numbers:
            self._sections.append(wasm.section(item.section, wasm.vector([self._encode(item)])))
            self._numbers[item] = self._counts[item.sort]
            self._counts[item.sort] += 1
        return wasm.number(self._numbers[item])

    def _encode(self, item: Instance | Definition) -> bytes:
        if isinstance(item, Canonical):
            return b"".join(part if isinstance(part, bytes) else self.write(part) for part in item.parts)
        if isinstance(item, Alias):
            instance = self._linked if item in self._names else item.instance
            exported = self._names.get(item) or wasm.sized(item.name)
            return bytes([_CORE, item.sort, _CORE_EXPORT]) + self.write(instance) + exported
        parts = {**item.arguments, **item.exports}
        named = wasm.vector(
            wasm.sized(name) + bytes([part.sort or 0]) + self.write(part) for name, part in parts.items()
        )
        if item.module is None:
            return _OF_DEFINITIONS + named
        return _OF_MODULE + wasm.number(self._module_numbers[item.module]) + named
