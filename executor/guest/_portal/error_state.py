"""Exceptions that cross between the two interpreters: what they hold besides their class, described and rebuilt."""

import builtins
import types
from collections.abc import Callable
from typing import Any

Message = dict[str, Any]
# Set by the constructor alone.
_OF_GROUPS = ("exceptions", "message")


def describe(error: BaseException, encode: Callable[[object], Any], *, with_dict: bool) -> Message:
    """Return the arguments and attributes of an exception.

    Args:
        with_dict: copy its own attributes too; without, the other interpreter asks for them.
    """
    args = [encode(arg) for arg in error.args]  # before what holds the same values: see shared_containers.py
    names = _fields(type(error))
    own = {name: value for name, value in vars(error).items() if not name.startswith("_")} if with_dict else {}
    state = {name: encode(value) for name in names if (value := getattr(error, name, None)) is not None}
    described = {
        "error": args,
        "state": {**state, **{name: encode(value) for name, value in own.items()}},
        "notes": [str(note) for note in getattr(error, "__notes__", ())],
        "suppresses": error.__suppress_context__,
    }
    if error.__cause__ is not None:
        described["cause"] = encode(error.__cause__)
    elif error.__context__ is not None:
        described["context"] = encode(error.__context__)
    return described


def rebuild(type_: Any, content: Message, decode: Callable[[Any], Any]) -> BaseException:
    """Make an exception of this class from its description."""
    if not isinstance(type_, type) or not issubclass(type_, BaseException):
        raise ValueError("not an exception")
    args = tuple(decode(arg) for arg in content["error"])
    made = type_.__new__(type_, *(args[:2] if issubclass(type_, BaseExceptionGroup) else ()))
    state = {name: decode(value) for name, value in content["state"].items()}
    for name, value in {**state, "args": args}.items():
        if not name.startswith("_") and not callable(getattr(type_, name, None)):
            BaseException.__setattr__(made, name, value)
    if content["notes"]:
        BaseException.__setattr__(made, "__notes__", list(map(str, content["notes"])))
    if "context" in content:
        BaseException.__setattr__(made, "__context__", decode(content["context"]))
    if "cause" in content:
        BaseException.__setattr__(made, "__cause__", decode(content["cause"]))
    BaseException.__setattr__(made, "__suppress_context__", bool(content["suppresses"]))
    return made


def _fields(type_: type) -> list[str]:
    """The attributes that builtin exceptions keep in the object itself, such as `errno` and `filename`."""
    return [
        name
        for base in type_.__mro__
        if vars(builtins).get(base.__name__) is base and base not in (BaseException, Exception, object)
        for name, value in vars(base).items()
        if isinstance(value, types.MemberDescriptorType | types.GetSetDescriptorType)
        and not name.startswith("_")
        and name not in _OF_GROUPS
    ]
