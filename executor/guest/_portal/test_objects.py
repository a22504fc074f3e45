"""Objects of the tests, as the learner's interpreter sees them."""

import types
from typing import Any

from _portal import error_state
from _portal.crossing import Message
from _portal.proxy_classes import SPECIALS as _OPERATORS
from _portal.rpc import Channel

# Special methods of an object of the tests that the learner's program may use.
_SHOWING = ("__str__", "__repr__", "__format__", "__hash__")
SPECIALS = frozenset((*_OPERATORS, *_SHOWING)) - {"__call__", "__iter__", "__next__"}
_errors: dict[tuple[str, type], type] = {}
_classes: dict[tuple[str, ...], type] = {}


class TestObject:
    """An object of the tests: it can be called, iterated over, and asked for public attributes."""

    __test__ = False
    __slots__ = ("_channel", "_number")

    def __init__(self, channel: Channel, number: int) -> None:
        object.__setattr__(self, "_channel", channel)
        object.__setattr__(self, "_number", number)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._channel.call(self._number, args, kwargs)

    def __iter__(self) -> Any:
        return self._channel.ask("iterate", of=self._number)

    def __next__(self) -> Any:
        return self._channel.ask("next", of=self._number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and name not in ("__name__", "__qualname__"):
            raise AttributeError(name)
        return self._channel.ask("get", of=self._number, name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._channel.ask("set", of=self._number, name=name, to=value)

    @property
    def __doc__(self) -> Any:
        return self._channel.ask("get", of=self._number, name="__doc__")


# A function of the tests, which is a method in a class of the learner's. A docstring would hide the function's own.
class _TestFunction(TestObject):
    __slots__ = ()
    __doc__ = TestObject.__doc__

    def __get__(self, instance: object, owner: type) -> Any:
        return self if instance is None else types.MethodType(self, instance)


def make(channel: Channel, number: int, content: Message) -> object:
    """Make a proxy for an object of the tests' interpreter, or an exception like the one it is."""
    if "error" in content:
        type_ = channel.decode(content["type"])
        return error_state.rebuild(_error_class(str(content["name"]), type_), content, channel.decode)
    base = _TestFunction if "function" in content else TestObject
    key = (base.__name__, str(content["name"]), *content["specials"])
    if key not in _classes:
        specials = {name: _special(name) for name in key[2:]}
        _classes[key] = type(key[1], (base,), {"__slots__": (), "__doc__": TestObject.__doc__, **specials})
    return _classes[key](channel, number)


def _error_class(name: str, type_: type) -> type:
    """Return a class of exceptions with the name that it has in the tests."""
    if type_.__name__ == name:
        return type_
    if (name, type_) not in _errors:
        _errors[name, type_] = type(name, (type_,), {})
    return _errors[name, type_]


def _special(name: str) -> Any:
    def ask(self: TestObject, *args: Any) -> Any:
        return self._channel.ask("special", args, of=self._number, name=name)

    return ask
