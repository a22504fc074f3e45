"""Make proxies, and the classes of proxies, from what the learner's interpreter says of its objects."""

import sys
from typing import Any

from _portal import companions, error_state, library
from _portal.class_proxy import RemoteType
from _portal.crossing import Message
from _portal.proxies import FIXED, Asked, Function, Remote
from _portal.rpc import Channel

_ARITHMETIC = "add and divmod floordiv lshift matmul mod mul or pow rshift sub truediv xor".split()
_CONVERSIONS = "abs ceil complex float floor index int invert neg pos round trunc".split()
# Special methods that a class of the learner's may define and its proxy asks for.
SPECIALS = frozenset(
    f"__{name}__"
    for name in [
        *_ARITHMETIC,
        *(f"r{name}" for name in _ARITHMETIC),
        *(f"i{name}" for name in _ARITHMETIC if name != "divmod"),
        *_CONVERSIONS,
        *"bool bytes call contains delitem enter eq exit fspath ge getitem gt hash iter le len length_hint lt".split(),
        *"missing ne next reversed setitem".split(),
    ]
)
_COMPARISONS = frozenset(("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"))
_NUMERIC = frozenset(f"__{name}__" for name in [*_ARITHMETIC, *(f"r{name}" for name in _ARITHMETIC), *_CONVERSIONS])
# Types whose instances only they can make.
_MAKERS = (*FIXED, *(class_ for class_ in library.INHERITABLE if class_.__module__ in ("builtins", "collections")))
# Classes of proxies for objects of the library, and metaclasses.
_of_library: dict[type, type] = {}
_metaclasses: dict[frozenset[type], type] = {}


def make(channel: Channel, number: int, content: Message) -> object:
    """Make a proxy for an object of the learner's interpreter."""
    if "function" in content:
        return _make_instance(Function, channel, number, content)
    if "type" not in content:
        return _make_type(channel, number)
    type_ = channel.decode(content["type"])
    if "error" in content:
        made = error_state.rebuild(type_, content, channel.decode)
        for name, value in {"number": number, "channel": channel, "line": content["line"]}.items():
            BaseException.__setattr__(made, f"_portal_{name}", value)
        return made
    return _make_instance(type_ if isinstance(type_, RemoteType) else _shown(type_), channel, number, content)


def _make_instance(type_: type, channel: Channel, number: int, content: Message) -> object:
    maker = next((base for base in _MAKERS if issubclass(type_, base)), object)
    if maker in FIXED:
        held = channel.decode(content["held"])
        if type(held) is not maker:
            raise ValueError("not a value of its own type")
        made = maker.__new__(type_, held)
        object.__setattr__(made, "_portal_held", (held, 0))
    else:
        made = maker.__new__(type_)
    object.__setattr__(made, "_portal_number", number)
    object.__setattr__(made, "_portal_channel", channel)
    return made


def _make_type(channel: Channel, number: int) -> type:
    described = channel.ask("describe", of=number)
    bases = [base for base in map(channel.decode, described["bases"]) if base is not object]
    if not all(isinstance(base, RemoteType) or _is_inheritable(base) for base in bases):
        raise ValueError("not a base class")
    inherited = [base for base in bases if not isinstance(base, RemoteType)]
    if not any(issubclass(base, Remote) for base in bases):
        bases.insert(0, Remote)
    # The learner's interpreter may name what it likes: anything more would let an object decide whether it is equal.
    namespace = {name: special(name) for name in SPECIALS.intersection(described["specials"])}
    namespace |= {name: Asked(name) for name in _hidden_names(inherited, described["names"])}
    if any(issubclass(base, list) for base in inherited):
        namespace["__radd__"] = lambda self, other: other + list(self) if isinstance(other, list) else NotImplemented
    # Python makes a class that defines equality unhashable, unless it is told how to hash.
    namespace |= {"__hash__": Remote.__hash__, "__doc__": described["doc"], "__module__": described["module"]}
    namespace |= {"__qualname__": described["qualname"], "__firstlineno__": described["line"]}
    namespace |= {"_portal_channel": channel, "_portal_number": number}
    if not any(getattr(base, "_portal_known", False) for base in bases):
        namespace["_portal_known"] = False
    try:
        made = type.__new__(_metaclass(inherited), described["name"], tuple(bases), namespace)
        if described["abstract"]:
            type.__setattr__(made, "__abstractmethods__", frozenset(described["abstract"]))
        return made
    except TypeError:  # the bases do not go together here: then it has none of the library's
        others = tuple(base for base in bases if base not in inherited)
        return type.__new__(RemoteType, described["name"], others or (Remote,), namespace)


def _is_inheritable(base: object) -> bool:
    if not isinstance(base, type):
        return False
    return base in library.INHERITABLE or issubclass(base, BaseException) or companions.name_of(base) is not None


def _hidden_names(inherited: list[type], defined: list[str]) -> set[str]:
    """The attributes that a base of the library has here, while the learner's object has others.

    An object that is an immutable value has the same ones, but for those that its class defines.
    """
    names: set[str] = set()
    for base in inherited:
        if not issubclass(base, BaseException):
            public = {name for name in dir(base) if not name.startswith("__")}
            names |= public.intersection(defined) if base in FIXED else public
    return names


def _metaclass(inherited: list[type]) -> type:
    """Return RemoteType, or a class of it and of the metaclasses that the library's bases have."""
    others = frozenset(type(base) for base in inherited) - {type}
    if others not in _metaclasses:
        made = type("type", (RemoteType, *others), {}) if others else RemoteType
        _metaclasses[others] = made
    return _metaclasses[others]


def _shown(type_: type) -> type:
    """Return the class of proxies for objects of a class of the library."""
    if type_ not in library.SHOWN:
        raise ValueError("not a class of objects that stay where they are")
    if type_ not in _of_library:
        specials = {name: special(name) for name in SPECIALS if has_special(type_, name, object)}
        namespace = {
            **specials,
            "__hash__": Remote.__hash__,
            "__doc__": Asked("__doc__"),
            "__class__": property(lambda _self: type_),
            "_portal_known": False,
        }
        _of_library[type_] = type(type_.__name__, (Remote,), namespace)
    return _of_library[type_]


def has_special(type_: type, name: str, base: type) -> bool:
    """Whether a type has a special method that it does not have from this base."""
    return getattr(type_, name, None) is not getattr(base, name, None)


def special(name: str) -> Any:
    """Return a special method that asks the learner's interpreter, as far as that is safe."""
    if name == "__call__":
        return lambda self, *args, **kwargs: self._portal_channel.call(self._portal_number, args, kwargs)
    if name in _COMPARISONS:
        return lambda self, other: self._portal_compare(name, other)
    if name in _NUMERIC:
        return lambda self, *args: self._portal_calculate(name, args, sys._getframe(1).f_globals.get("__name__", ""))
    return lambda self, *args: self._portal_special(name, *args)
