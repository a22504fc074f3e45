"""A component, decoded as far as linking needs it: what it says of core modules, and the rest as it is."""

from dataclasses import dataclass, field
from typing import ClassVar

from executor.linking.binary_format import FUNCTION, MEMORY, SORTS, Reader, number, sections

# Sections, and the sort of core instances.
CUSTOM, CORE_MODULE, CORE_INSTANCE, ALIAS, CANONICAL = 0, 1, 2, 6, 8
INSTANCE = 0x12

_OF_MODULE = 0
_CORE = 0
_CORE_EXPORT, _OUTER = 1, 2
_LIFT, _LOWER, _RESOURCES = 0, 1, (2, 3, 4)
_STRING_ENCODINGS, _MEMORY_OPTION, _FUNCTION_OPTIONS = (0, 1, 2), 3, (4, 5)


@dataclass(eq=False)
class Instance:
    """A core instance: of a module, with instances for its imports, or else of definitions and their names."""

    section: ClassVar = CORE_INSTANCE
    sort: ClassVar = INSTANCE
    module: int | None
    arguments: dict[bytes, "Instance"] = field(default_factory=dict)
    exports: dict[bytes, "Definition"] = field(default_factory=dict)


@dataclass(eq=False)
class Alias:
    """An export of a core instance."""

    section: ClassVar = ALIAS
    sort: int
    instance: Instance
    name: bytes


@dataclass(eq=False)
class Canonical:
    """A core function made from one of the component's, or the reverse, which has no sort.

    Its parts are encoded, except for those that refer to something of core modules.
    """

    section: ClassVar = CANONICAL
    sort: int | None
    parts: list["bytes | Definition"]


Definition = Alias | Canonical


@dataclass(eq=False)
class Module:
    """A core module, by its number."""

    number: int


@dataclass(eq=False)
class Other:
    """A section that has nothing to do with core modules, or one item of such a section."""

    section: int
    content: bytes


class Component:
    """What a component consists of, in order. Custom sections are left out.

    Raises:
        ValueError: it holds something that linking does not know.
    """

    def __init__(self, content: bytes) -> None:
        self.items: list[Other | Module | Instance | Definition] = []
        self.modules: list[bytes] = []
        self._instances: list[Instance] = []
        self._definitions: dict[int, list[Definition]] = {sort: [] for sort in SORTS}
        readers = {CORE_INSTANCE: self._read_instance, ALIAS: self._read_alias, CANONICAL: self._read_canonical}
        for section, encoded in sections(content):
            if section == CORE_MODULE:
                self.items.append(Module(len(self.modules)))
                self.modules.append(encoded)
            elif section in readers:
                reader = Reader(encoded)
                self.items += [readers[section](reader) for _ in range(reader.number())]
            elif section != CUSTOM:
                self.items.append(Other(section, encoded))

    def _read_instance(self, reader: Reader) -> Instance:
        of_module = reader.byte() == _OF_MODULE
        instance = Instance(reader.number() if of_module else None)
        for _ in range(reader.number()):
            name, sort = reader.sized(), reader.byte()
            if of_module:
                instance.arguments[name] = self._instances[reader.number()]
            else:
                instance.exports[name] = self._read_definition(reader, sort)
        self._instances.append(instance)
        return instance

    def _read_alias(self, reader: Reader) -> Alias | Other:
        start = reader.position
        sort = reader.byte()
        core_sort = reader.byte() if sort == _CORE else None
        target, index = reader.byte(), reader.number()
        if target == _OUTER:
            reader.number()
        else:
            name = reader.sized()
        if core_sort is None or target != _CORE_EXPORT:
            return Other(ALIAS, number(1) + reader.since(start))
        alias = Alias(core_sort, self._instances[index], name)
        self._definitions[core_sort].append(alias)
        return alias

    def _read_canonical(self, reader: Reader) -> Canonical:
        form = reader.byte()
        made = Canonical(None if form == _LIFT else FUNCTION, [bytes([form])])
        if form in (_LIFT, _LOWER):
            made.parts.append(reader.take(1))
            lifted = form == _LIFT
            made.parts.append(self._read_definition(reader, FUNCTION) if lifted else number(reader.number()))
            self._read_options(reader, made.parts)
        elif form not in _RESOURCES:
            raise ValueError(f"a component with a canonical function of the form {form} cannot be linked")
        if form != _LOWER:
            made.parts.append(number(reader.number()))
        if form != _LIFT:
            self._definitions[FUNCTION].append(made)
        return made

    def _read_options(self, reader: Reader, parts: list[bytes | Definition]) -> None:
        options = reader.number()
        parts.append(number(options))
        for _ in range(options):
            option = reader.byte()
            parts.append(bytes([option]))
            if option == _MEMORY_OPTION or option in _FUNCTION_OPTIONS:
                parts.append(self._read_definition(reader, MEMORY if option == _MEMORY_OPTION else FUNCTION))
            elif option not in _STRING_ENCODINGS:
                raise ValueError(f"a component with a canonical option {option} cannot be linked")

    def _read_definition(self, reader: Reader, sort: int) -> Definition:
        return self._definitions[sort][reader.number()]
