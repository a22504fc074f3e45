"""Proxies that the tests' interpreter holds for the learner's module, its classes and their instances.

A proxy asks the learner's interpreter for everything but one: whether it equals a value of the tests. It is equal when
the builtin value that the object holds is. That value is asked for once and kept, or an object could answer each
comparison with another one.
"""

import types
from typing import Any

from _portal import introspection
from _portal.crossing import Disconnected
from _portal.environment import WORK
from _portal.rpc import Channel

# Modules that calculate with what they compare.
_COMPARING = frozenset(("unittest.case", "_pytest.python_api", "_pytest.approx"))
_OWN = "_portal_"
# What pytest looks for in everything that a test file holds.
_NOT_ASKED = frozenset(("__bases__", "__test__", "_mock_name", "_pytestfixturefunction", "pytestmark"))
# What the import system sets in a module.
_SET_BY_IMPORT = frozenset(("__name__", "__file__", "__path__", "__spec__", "__loader__", "__package__", "__cached__"))
# What the import system looks for in a module.
_IMPORT_NAMES = frozenset(("__path__", "__spec__", "__loader__", "__package__"))
_BASES, _MRO = type.__dict__["__bases__"], type.__dict__["__mro__"]
# Immutable builtin types: a proxy of an object that is such a value holds it itself.
FIXED = (int, float, complex, str, bytes, tuple, frozenset)


class Asked:
    """An attribute that the learner's interpreter is asked for, although a class of this one defines it too."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: Any) -> Any:
        of = owner if instance is None else instance
        return of._portal_channel.ask("get", of=of._portal_number, name=self._name)


class _Signature:
    """`__signature__`, where `inspect` looks first."""

    def __get__(self, instance: Any, owner: Any) -> Any:
        of = owner if instance is None else instance
        try:
            return introspection.make_signature(of._portal_channel.ask("signature", of=of._portal_number))
        except (TypeError, ValueError) as exc:
            raise AttributeError("__signature__") from exc


def _ask_special(proxy: Any, name: str, *args: Any) -> Any:
    return proxy._portal_channel.ask("special", args, of=proxy._portal_number, name=name)


def _without_remote(classes: tuple[type, ...]) -> tuple[type, ...]:
    return tuple(class_ for class_ in classes if class_ is not Remote)


class RemoteType(type):
    """A class of the learner's."""

    __annotations__ = Asked("__annotations__")
    __members__ = Asked("__members__")

    @property
    def __dict__(cls) -> Any:
        return cls._portal_channel.ask("get", of=cls._portal_number, name="__dict__")

    @property
    def __bases__(cls) -> tuple[type, ...]:
        return _without_remote(_BASES.__get__(cls)) or (object,)

    @property
    def __mro__(cls) -> tuple[type, ...]:
        return _without_remote(_MRO.__get__(cls))

    def mro(cls) -> list[type]:
        """Return `__mro__` as a list; all classes while the class is made, which is when Python calls this."""
        return type.mro(cls) if _MRO.__get__(cls) is None else list(cls.__mro__)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._portal_channel.call(cls._portal_number, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith(_OWN) or name in _NOT_ASKED:
            raise AttributeError(name)
        if name == "__dataclass_fields__":
            return introspection.make_fields(cls._portal_channel.ask("fields", of=cls._portal_number))
        return cls._portal_channel.ask("get", of=cls._portal_number, name=name)

    def __setattr__(cls, name: str, value: Any) -> None:
        cls._portal_channel.ask("set", of=cls._portal_number, name=name, to=value)

    def __delattr__(cls, name: str) -> None:
        cls._portal_channel.ask("delete", of=cls._portal_number, name=name)

    def __instancecheck__(cls, instance: Any) -> bool:
        return type.__instancecheck__(cls, instance)

    def __subclasscheck__(cls, subclass: Any) -> bool:
        return type.__subclasscheck__(cls, subclass)

    def __dir__(cls) -> Any:
        return _ask_special(cls, "__dir__")

    def __iter__(cls) -> Any:
        return cls._portal_channel.ask("iterate", of=cls._portal_number)

    def __reversed__(cls) -> Any:
        return _ask_special(cls, "__reversed__")

    def __bool__(cls) -> bool:
        return True

    def __len__(cls) -> int:
        return cls._portal_channel.ask("length", of=cls._portal_number)

    def __getitem__(cls, key: Any) -> Any:
        return cls._portal_channel.ask("item", of=cls._portal_number, key=key)

    def __contains__(cls, value: Any) -> Any:
        return _ask_special(cls, "__contains__", value)


class Remote:
    """What all proxies for instances share."""

    _portal_channel: Channel
    _portal_number: int
    _portal_held: tuple[Any, int] | None = None

    # A class has a docstring of its own, or None, which would hide that of the learner's.
    __doc__ = Asked("__doc__")
    __dict__ = Asked("__dict__")
    __signature__ = _Signature()

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_OWN) or name in _NOT_ASKED:
            raise AttributeError(name)
        if name == "__dataclass_fields__":
            return getattr(type(self), name)
        return self._portal_channel.ask("get", of=self._portal_number, name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__") and isinstance(self, BaseException):  # such as a traceback
            BaseException.__setattr__(self, name, value)
            return
        self._portal_channel.ask("set", of=self._portal_number, name=name, to=value)

    def __delattr__(self, name: str) -> None:
        self._portal_channel.ask("delete", of=self._portal_number, name=name)

    def __dir__(self) -> Any:
        return self._portal_special("__dir__")

    def __repr__(self) -> Any:
        return self._portal_text("__repr__")

    def __str__(self) -> Any:
        return self._portal_text("__str__")

    def __format__(self, spec: str) -> Any:
        return self._portal_text("__format__", spec)

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
        return _ask_special(self, name, *args)

    def _portal_text(self, name: str, *args: Any) -> Any:
        """Return what a method that must return a string returned; of anything else, Python says what is wrong."""
        text = self._portal_special(name, *args)
        held = text._portal_plain() if isinstance(text, Remote) else text
        return str(held) if isinstance(held, str) else text

    def _portal_compare(self, name: str, other: object) -> Any:
        if isinstance(other, Remote):
            return self._portal_special(name, other)
        held = self._portal_plain()
        return NotImplemented if held is NotImplemented else getattr(held, name)(other)

    def _portal_plain(self) -> Any:
        """Return the builtin value that the object holds, or NotImplemented.

        A container may change when something is called; everything else stays what it was when first asked for.
        """
        kept = self._portal_held
        if kept is not None:
            held, calls_made = kept
            if held is NotImplemented or isinstance(held, FIXED) or calls_made == self._portal_channel.calls_made:
                return held
        now = self._portal_channel.ask("plain", of=self._portal_number)
        if kept is not None and type(now) is not type(kept[0]):
            raise Disconnected("an object changed its type")
        object.__setattr__(self, "_portal_held", (now, self._portal_channel.calls_made))
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


class Function(Remote):
    """A function of the learner's."""

    __class__ = property(lambda _self: types.FunctionType)
    __doc__ = Asked("__doc__")
    __module__ = Asked("__module__")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._portal_channel.call(self._portal_number, args, kwargs)

    @property
    def __code__(self) -> types.CodeType:
        name, line = self._portal_channel.ask("where", of=self._portal_number)
        return introspection.find_code(self._portal_channel.source, self._portal_channel.filename, name, line)


# Error messages of Python's own name the type of what was used wrongly.
Function.__name__ = Function.__qualname__ = "function"
RemoteType.__name__ = RemoteType.__qualname__ = "type"


class LearnerModule(types.ModuleType):
    """The learner's module; its names are looked up in the learner's interpreter."""

    __doc__ = Asked("__doc__")

    def __init__(self, channel: Channel, name: str, number: int = -1) -> None:
        super().__init__(name)
        vars(self).update(__file__=f"{WORK}/{name}.py", _portal_channel=channel, _portal_number=number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_OWN) or name in _NOT_ASKED or name in _IMPORT_NAMES:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        value = self._portal_channel.ask("get", of=self._portal_number, name=name)
        if isinstance(value, RemoteType):
            type.__setattr__(value, "_portal_known", True)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith(_OWN) or name in _SET_BY_IMPORT:
            super().__setattr__(name, value)
            return
        self._portal_channel.ask("set", of=self._portal_number, name=name, to=value)

    def __delattr__(self, name: str) -> None:
        """Put back what a test replaced: `monkeypatch` and `patch` undo by deleting what is not in the `__dict__`."""
        self._portal_channel.ask("delete", of=self._portal_number, name=name)

    def __dir__(self) -> Any:
        return _ask_special(self, "__dir__")
