"""In the interpreter of the tests: what stands for the learner's module, its classes and their instances.

A stand-in asks the learner's interpreter for all it does. It decides one thing itself: whether it equals a value of the
tests. Nothing of the learner's is asked for that, or an object that calls itself equal to everything would pass.
"""

import types
from typing import Any

from _portal.environment import WORK
from _portal.link import Link, Message

# What a class of the learner's may define and its stand-in asks for.
SPECIALS = frozenset(
    f"__{name}__"
    for name in (
        "abs add and bool bytes call ceil complex contains delitem divmod enter eq exit float floor floordiv fspath ge "
        "getitem gt hash iadd iand ifloordiv ilshift imatmul imod imul index int invert ior ipow irshift isub iter "
        "itruediv ixor le len length_hint lshift lt matmul missing mod mul ne neg next or pos pow radd rand rdivmod "
        "reversed rfloordiv rlshift rmatmul rmod rmul ror round rpow rrshift rshift rsub rtruediv rxor setitem sub "
        "truediv trunc xor"
    ).split()
)
_COMPARISONS = frozenset(("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"))
_OWN = "_portal_"
# What pytest looks for in everything that a test file holds.
_NOT_ASKED = frozenset(("__bases__", "__test__", "__wrapped__", "_mock_name", "_pytestfixturefunction", "pytestmark"))


class RemoteType(type):
    """A class of the learner's."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._portal_link.call(cls._portal_number, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith(_OWN) or name in _NOT_ASKED:
            raise AttributeError(name)
        return cls._portal_link.ask("get", of=cls._portal_number, name=name)

    def __iter__(cls) -> Any:
        return cls._portal_link.ask("iterate", of=cls._portal_number)

    def __len__(cls) -> int:
        return cls._portal_link.ask("length", of=cls._portal_number)

    def __getitem__(cls, key: Any) -> Any:
        return cls._portal_link.ask("item", of=cls._portal_number, key=cls._portal_link.encode(key))

    def __contains__(cls, value: Any) -> bool:
        return any(value == member for member in cls)


# A class has a docstring of its own, or None, which would hide that of the learner's.
_doc = property(lambda self: self._portal_link.ask("get", of=self._portal_number, name="__doc__"))


class Remote:
    """What all stand-ins for instances share."""

    _portal_link: Link
    _portal_number: int

    __doc__ = _doc

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_OWN) or name in _NOT_ASKED:
            raise AttributeError(name)
        return self._portal_link.ask("get", of=self._portal_number, name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._portal_link.ask("set", of=self._portal_number, name=name, to=self._portal_link.encode(value))

    def __delattr__(self, name: str) -> None:
        self._portal_link.ask("delete", of=self._portal_number, name=name)

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

    def _portal_special(self, name: str, *args: Any) -> Any:
        encoded = [self._portal_link.encode(arg) for arg in args]
        return self._portal_link.ask("special", of=self._portal_number, name=name, args=encoded)

    def _portal_compare(self, name: str, other: object) -> Any:
        if isinstance(other, Remote):
            return self._portal_special(name, other)
        held = self._portal_link.ask("plain", of=self._portal_number)
        return NotImplemented if held is NotImplemented else getattr(held, name)(other)


class Function(Remote):
    """A function of the learner's."""

    __doc__ = _doc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._portal_link.call(self._portal_number, args, kwargs)


class LearnersModule(types.ModuleType):
    """The learner's module; its names are looked up in the learner's interpreter."""

    def __init__(self, link: Link, name: str, number: int) -> None:
        super().__init__(name)
        self.__file__ = f"{WORK}/{name}.py"
        self._portal_link, self._portal_number = link, number

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", _OWN)):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        return self._portal_link.ask("get", of=self._portal_number, name=name)


def make(link: Link, number: int, content: Message) -> object:
    """Make a stand-in for an object of the learner's interpreter."""
    if "function" in content:
        return _made(Function, link, number)
    if "type" not in content:
        return _make_type(link, number)
    type_ = link.decode(content["type"])
    if "error" in content:
        return _make_error(link, number, content, type_)
    return _made(type_, link, number)


def _made(type_: type, link: Link, number: int) -> object:
    made = object.__new__(type_)
    object.__setattr__(made, "_portal_number", number)
    object.__setattr__(made, "_portal_link", link)
    return made


def _make_type(link: Link, number: int) -> type:
    told = link.ask("describe", of=number)
    bases = [base for base in map(link.decode, told["bases"]) if base is not object]
    if not any(issubclass(base, Remote) for base in bases):
        bases.insert(0, Remote)
    # The learner's interpreter may name what it likes: anything more would let an object decide whether it is equal.
    namespace = {name: _special(name) for name in SPECIALS.intersection(told["specials"])}
    # Python makes a class that defines equality unhashable, unless it is told how to hash.
    namespace |= {"__hash__": Remote.__hash__, "__doc__": told["doc"], "__module__": told["module"]}
    namespace |= {"_portal_link": link, "_portal_number": number}
    return RemoteType(told["name"], tuple(bases), namespace)


def _special(name: str) -> Any:
    if name == "__call__":
        return lambda self, *args, **kwargs: self._portal_link.call(self._portal_number, args, kwargs)
    if name in _COMPARISONS:
        return lambda self, other: self._portal_compare(name, other)
    return lambda self, *args: self._portal_special(name, *args)


def _make_error(link: Link, number: int, content: Message, type_: type) -> BaseException:
    if not issubclass(type_, BaseException):
        raise ValueError("no exception")
    made = type_.__new__(type_)
    own = {"number": number, "link": link, "line": content["line"]}
    for name, value in {
        "args": tuple(map(link.decode, content["error"])),
        **{_OWN + key: own[key] for key in own},
    }.items():
        BaseException.__setattr__(made, name, value)
    return made
