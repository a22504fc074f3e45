"""Proxies that the tests' interpreter holds for functions and objects of the learner's.

A proxy asks the learner's interpreter for everything but one: whether it equals a value of the tests. It is equal when
the builtin value that the object holds is. That value is asked for once and kept, or an object could answer each
comparison with another one.
"""

import types
from typing import Any

from _portal import introspection
from _portal.crossing import Disconnected
from _portal.rpc import Channel

# Modules that calculate with what they compare.
_COMPARING = frozenset(("unittest.case", "_pytest.python_api", "_pytest.approx"))
# How the names of a proxy's own attributes begin.
OWN = "_portal_"
# What pytest looks for in everything that a test file holds.
NOT_ASKED = frozenset(("__bases__", "__test__", "_mock_name", "_pytestfixturefunction", "pytestmark"))
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


def ask_special(proxy: Any, name: str, *args: Any) -> Any:
    """Call a special method of what a proxy stands for."""
    return proxy._portal_channel.ask("special", args, of=proxy._portal_number, name=name)


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
        if name.startswith(OWN) or name in NOT_ASKED:
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
        return ask_special(self, name, *args)

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
