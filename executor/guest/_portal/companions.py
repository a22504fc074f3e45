"""Modules beside the learner's that an exercise brings along: each interpreter of a graded run has its own.

Their classes and functions cross by name, and their instances by copy, like containers that both interpreters hold. The
tests' interpreter takes them from what it read before any of the learner's code ran.
"""

import enum
import importlib
import sys
import types
from importlib.machinery import ModuleSpec
from typing import Any

from _portal import environment
from _portal.containers import CONTAINERS, attributes_of

_PREFIX = "companion:"
_sources: dict[str, str] = {}


def read(names: list[str]) -> dict[str, str]:
    """Return the sources of the modules among these files, by the name under which they are imported."""
    modules = [name for name in names if name.endswith(".py") and name.removesuffix(".py").isidentifier()]
    sources = {}
    for name in modules:
        with open(f"{environment.WORK}/{name}", encoding="utf-8", errors="replace") as file:
            sources[name.removesuffix(".py")] = file.read()
    return sources


def know(sources: dict[str, str]) -> None:
    """Let the classes and functions of these modules cross."""
    _sources.update(sources)


def defines(class_: type) -> bool:
    """Whether a companion defines a class."""
    return class_.__module__ in _sources


def name_of(value: Any) -> str | None:
    """Return the name under which a class or function of a companion crosses, or a member of an enumeration."""
    if not _sources:
        return None
    is_member = isinstance(value, enum.Enum)
    owner = type(value) if is_member else value
    if not isinstance(owner, type | types.FunctionType) or owner.__module__ not in _sources:
        return None
    name = f"{_PREFIX}{owner.__module__}.{owner.__qualname__}" + (f".{value.name}" if is_member else "")
    try:
        return name if named(name) is value else None
    except (AttributeError, ImportError, ValueError):  # one that was made in a function
        return None


def named(name: str) -> Any:
    """Return the class, function or member of that name.

    Raises:
        ValueError: there is none, or it comes from elsewhere.
    """
    module, *parts = name.removeprefix(_PREFIX).split(".")
    if not is_name(name) or module not in _sources:
        raise ValueError("not the name of a companion")
    value = importlib.import_module(module)
    for part in parts:
        value = getattr(value, part)
    if isinstance(value, enum.Enum):
        return value
    if not isinstance(value, type | types.FunctionType) or value.__module__ != module:
        raise ValueError("not of a companion")
    return value


def is_name(name: object) -> bool:
    """Whether this names something of a companion."""
    return isinstance(name, str) and name.startswith(_PREFIX)


def registers(value: Any) -> bool:
    """Whether a value is an instance of a companion's class; instances of this class are copied by attributes then."""
    type_ = type(value)
    if not _sources or type_.__module__ not in _sources or isinstance(value, type | BaseException | enum.Enum):
        return False
    if not hasattr(value, "__dict__") or type_.__new__ is not object.__new__ or name_of(type_) is None:
        return False
    register(type_)
    return True


def register(type_: type) -> None:
    """Let instances of a companion's class cross by copy."""
    CONTAINERS.setdefault(type_, attributes_of(type_))


class Importer:
    """Finds companions in the tests' interpreter."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name in _sources else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        made = types.ModuleType(spec.name)
        made.__file__ = f"{environment.WORK}/{spec.name}.py"
        return made

    def exec_module(self, module: types.ModuleType) -> None:
        exec(compile(_sources[module.__name__], str(module.__file__), "exec", dont_inherit=True), module.__dict__)


def install() -> None:
    """Import companions from what was read of them."""
    sys.meta_path.append(Importer())
