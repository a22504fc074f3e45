"""Proxies that the tests' interpreter holds for the learner's module, its classes and their instances.

A proxy asks the learner's interpreter for everything but one: whether it equals a value of the tests. It is equal when
the builtin value that the object holds is. That value is asked for once and kept, or an object could answer each
comparison with another one.
"""

import sys
import types
from typing import Any

from _portal.environment import WORK
from _portal.rpc import ERROR_ATTRIBUTES, Channel, Disconnected, Message

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
# Modules that calculate with what they compare.
_COMPARING = frozenset(("unittest.case", "_pytest.python_api", "_pytest.approx"))
_OWN = "_portal_"
# What pytest looks for in everything that a test file holds.
_NOT_ASKED = frozenset(("__bases__", "__test__", "__wrapped__", "_mock_name", "_pytestfixturefunction", "pytestmark"))
# What the import system sets in a module.
_SET_BY_IMPORT = frozenset(("__name__", "__file__", "__path__", "__spec__", "__loader__", "__package__", "__cached__"))
# What the import system looks for in a module.
_IMPORT_NAMES = frozenset(("__path__", "__spec__", "__loader__", "__package__"))
_FIXED = (int, float, complex, str, bytes, tuple, frozenset)


class RemoteType(type):
    """A class of the learner's."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._portal_channel.call(cls._portal_number, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith(_OWN) or name in _NOT_ASKED:
            raise AttributeError(name)
        return cls._portal_channel.ask("get", of=cls._portal_number, name=name)

    def __setattr__(cls, name: str, value: Any) -> None:
        cls._portal_channel.ask("set", of=cls._portal_number, name=name, to=cls._portal_channel.encode(value))

    def __delattr__(cls, name: str) -> None:
        cls._portal_channel.ask("delete", of=cls._portal_number, name=name)

    def __iter__(cls) -> Any:
        return cls._portal_channel.ask("iterate", of=cls._portal_number)

    def __len__(cls) -> int:
        return cls._portal_channel.ask("length", of=cls._portal_number)

    def __getitem__(cls, key: Any) -> Any:
        return cls._portal_channel.ask("item", of=cls._portal_number, key=cls._portal_channel.encode(key))

    def __contains__(cls, value: Any) -> bool:
        return any(value == member for member in cls)


# A class has a docstring of its own, or None, which would hide that of the learner's.
_doc = property(lambda self: self._portal_channel.ask("get", of=self._portal_number, name="__doc__"))


class Remote:
    """What all proxies for instances share."""

    _portal_channel: Channel
    _portal_number: int

    __doc__ = _doc

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_OWN) or name in _NOT_ASKED:
            raise AttributeError(name)
        return self._portal_channel.ask("get", of=self._portal_number, name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._portal_channel.ask("set", of=self._portal_number, name=name, to=self._portal_channel.encode(value))

    def __delattr__(self, name: str) -> None:
        self._portal_channel.ask("delete", of=self._portal_number, name=name)

    def __repr__(self) -> str:
        return str(self._portal_special("__repr__"))

    def __str__(self) -> str:
        return str(self._portal_special("__str__"))

    def __format__(self, spec: str) -> str:
        return str(self._portal_special("__format__", spec))

    def __eq__(self, other: object) -> Any:
        return self._portal_compare("__eq__", other)

    def __ne__(self, other: object) -> Any:
        return self._portal_compare("__ne__", other)

    def __hash__(self) -> int:
        return int(self._portal_special("__hash__"))

    def __copy__(self) -> Any:
        return self._portal_channel.ask("copy", of=self._portal_number, deep=False)

    def __deepcopy__(self, _memo: object) -> Any:
        return self._portal_channel.ask("copy", of=self._portal_number, deep=True)

    def _portal_special(self, name: str, *args: Any) -> Any:
        encoded = [self._portal_channel.encode(arg) for arg in args]
        return self._portal_channel.ask("special", of=self._portal_number, name=name, args=encoded)

    def _portal_compare(self, name: str, other: object) -> Any:
        if isinstance(other, Remote):
            return self._portal_special(name, other)
        held = self._portal_plain()
        return NotImplemented if held is NotImplemented else getattr(held, name)(other)

    def _portal_plain(self) -> Any:
        """Return the builtin value that the object holds, or NotImplemented.

        A container may change when something is called; everything else stays what it was when first asked for.
        """
        own = vars(self)
        if "_portal_held" in own:
            held, calls_made = own["_portal_held"]
            if held is NotImplemented or isinstance(held, _FIXED) or calls_made == self._portal_channel.calls_made:
                return held
        now = self._portal_channel.ask("plain", of=self._portal_number)
        if "_portal_held" in own and type(now) is not type(own["_portal_held"][0]):
            raise Disconnected("an object changed its type")
        own["_portal_held"] = now, self._portal_channel.calls_made
        return now

    def _portal_calculate(self, name: str, args: tuple[Any, ...], caller: str) -> Any:
        """Do arithmetic, or convert to a number.

        An object that answers every operator would pass tests that compare by calculating: `abs(f(1) - 2) < 1e-9`,
        `approx` and `assertAlmostEqual`. It counts as the builtin value that it holds, when the calculation is part of
        such a comparison, or when the tests have not asked the learner's module for its class.
        """
        mixed = not any(isinstance(arg, Remote) for arg in args)
        if mixed and (caller in _COMPARING or not getattr(type(self), "_portal_known", True)):
            held = self._portal_plain()
            method = None if held is NotImplemented else getattr(held, name, None)
            if method is not None:
                return method(*args)
            if args and name != "__round__":
                return NotImplemented
            raise TypeError(f"{type(self).__name__!r} object is not a number")
        return self._portal_special(name, *args)


class _Function(Remote):
    """A function of the learner's."""

    __doc__ = _doc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._portal_channel.call(self._portal_number, args, kwargs)


# Error messages of Python's own name the type of what was used wrongly.
_Function.__name__ = _Function.__qualname__ = "function"
RemoteType.__name__ = RemoteType.__qualname__ = "type"


class LearnerModule(types.ModuleType):
    """The learner's module; its names are looked up in the learner's interpreter."""

    __doc__ = _doc

    def __init__(self, channel: Channel, name: str, number: int = -1) -> None:
        super().__init__(name)
        vars(self).update(__file__=f"{WORK}/{name}.py", _portal_channel=channel, _portal_number=number)
        vars(self)["_portal_originals"] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_OWN) or name in _NOT_ASKED or name in _IMPORT_NAMES:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        value = self._portal_channel.ask("get", of=self._portal_number, name=name)
        if type(value) is RemoteType:
            type.__setattr__(value, "_portal_known", True)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith(_OWN) or name in _SET_BY_IMPORT:
            super().__setattr__(name, value)
            return
        if name not in self._portal_originals and hasattr(self, name):
            self._portal_originals[name] = getattr(self, name)
        self._portal_channel.ask("set", of=self._portal_number, name=name, to=self._portal_channel.encode(value))

    def __delattr__(self, name: str) -> None:
        """Put back what a test replaced: `monkeypatch` and `patch` undo by deleting what is not in the `__dict__`."""
        if name in self._portal_originals:
            setattr(self, name, self._portal_originals[name])
        else:
            self._portal_channel.ask("delete", of=self._portal_number, name=name)


def make(channel: Channel, number: int, content: Message) -> object:
    """Make a proxy for an object of the learner's interpreter."""
    if "function" in content:
        return _make_instance(_Function, channel, number)
    if "type" not in content:
        return _make_type(channel, number)
    type_ = channel.decode(content["type"])
    if "error" in content:
        return _make_error(channel, number, content, type_)
    return _make_instance(type_, channel, number)


def _make_instance(type_: type, channel: Channel, number: int) -> object:
    made = object.__new__(type_)
    object.__setattr__(made, "_portal_number", number)
    object.__setattr__(made, "_portal_channel", channel)
    return made


def _make_type(channel: Channel, number: int) -> type:
    described = channel.ask("describe", of=number)
    bases = [base for base in map(channel.decode, described["bases"]) if base is not object]
    if not any(issubclass(base, Remote) for base in bases):
        bases.insert(0, Remote)
    # The learner's interpreter may name what it likes: anything more would let an object decide whether it is equal.
    namespace = {name: _special(name) for name in SPECIALS.intersection(described["specials"])}
    # Python makes a class that defines equality unhashable, unless it is told how to hash.
    namespace |= {"__hash__": Remote.__hash__, "__doc__": described["doc"], "__module__": described["module"]}
    namespace |= {"_portal_channel": channel, "_portal_number": number}
    if not any(getattr(base, "_portal_known", False) for base in bases):
        namespace["_portal_known"] = False
    return RemoteType(described["name"], tuple(bases), namespace)


def _special(name: str) -> Any:
    if name == "__call__":
        return lambda self, *args, **kwargs: self._portal_channel.call(self._portal_number, args, kwargs)
    if name in _COMPARISONS:
        return lambda self, other: self._portal_compare(name, other)
    if name in _NUMERIC:
        return lambda self, *args: self._portal_calculate(name, args, sys._getframe(1).f_globals.get("__name__", ""))
    return lambda self, *args: self._portal_special(name, *args)


def _make_error(channel: Channel, number: int, content: Message, type_: type) -> BaseException:
    if not issubclass(type_, BaseException):
        raise ValueError("not an exception")
    made = type_.__new__(type_)
    own = {"number": number, "channel": channel, "line": content["line"]}
    for name, value in {
        "args": tuple(map(channel.decode, content["error"])),
        **{_OWN + key: own[key] for key in own},
    }.items():
        BaseException.__setattr__(made, name, value)
    for class_, names in ERROR_ATTRIBUTES.items():
        for name in names if issubclass(type_, class_) else ():
            BaseException.__setattr__(made, name, channel.decode(content["attributes"][name]))
    return made
