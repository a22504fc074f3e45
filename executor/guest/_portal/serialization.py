"""Encode values that cross between the two interpreters of a graded run: builtin types by copy, others by number.

A copy is JSON: None, bool, int, float and str as they are, the rest as {"t": type, "v": content}. A container that can
be changed has a number too, {"n": number}, and later is {"t": "known", "v": number}: see shared_containers.py.
"""

import builtins
import collections
import datetime
import decimal
import fractions
import functools
import ipaddress
import operator
import pathlib
import re
import time
import types
import uuid
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from _portal import companions, library
from _portal.containers import CONTAINERS, Decode, Encode, Json, Shared, fill

_MAX_DEPTH = 100
_PLAIN_INT = 2**53
_PLAIN = frozenset((type(None), bool, float, str))


# Type, how to split it into parts, how to rebuild it; the parts are encoded and decoded in turn.
_TYPES: dict[type, tuple[Callable[[Any], Iterable[object]], Callable[[list[Any]], object]]] = {
    tuple: (tuple.__iter__, tuple),
    frozenset: (frozenset.__iter__, frozenset),
    collections.ChainMap: (lambda chain: chain.maps, lambda parts: collections.ChainMap(*parts)),
    collections.UserDict: (lambda d: [d.data], lambda parts: collections.UserDict(*parts)),
    collections.UserList: (lambda d: [d.data], lambda parts: collections.UserList(*parts)),
    collections.UserString: (lambda d: [d.data], lambda parts: collections.UserString(*parts)),
    types.MappingProxyType: (lambda m: [dict(m)], lambda parts: types.MappingProxyType(*parts)),
    type({}.keys()): (iter, lambda parts: dict.fromkeys(parts).keys()),
    type({}.values()): (iter, lambda parts: dict(enumerate(parts)).values()),
    type({}.items()): (iter, lambda parts: dict(parts).items()),
    memoryview: (lambda m: [m.tobytes()], lambda parts: memoryview(*parts)),
    int: (lambda number: [hex(number)], lambda parts: int(parts[0], 16)),
    complex: (lambda number: [number.real, number.imag], lambda parts: complex(*parts)),
    bytes: (lambda data: [data.hex()], lambda parts: bytes.fromhex(parts[0])),
    range: (lambda r: [r.start, r.stop, r.step], lambda parts: range(*parts)),
    slice: (lambda s: [s.start, s.stop, s.step], lambda parts: slice(*parts)),
    decimal.Decimal: (lambda number: [str(number)], lambda parts: decimal.Decimal(*parts)),
    fractions.Fraction: (lambda f: [f.numerator, f.denominator], lambda parts: fractions.Fraction(*parts)),
    datetime.date: (lambda day: [day.isoformat()], lambda parts: datetime.date.fromisoformat(*parts)),
    datetime.time: (
        lambda t: [t.hour, t.minute, t.second, t.microsecond, t.tzinfo, t.fold],
        lambda parts: datetime.time(*parts[:5], fold=parts[5]),
    ),
    datetime.datetime: (
        lambda t: [t.year, t.month, t.day, t.hour, t.minute, t.second, t.microsecond, t.tzinfo, t.fold],
        lambda parts: datetime.datetime(*parts[:8], fold=parts[8]),
    ),
    datetime.timezone: (
        lambda zone: [] if zone is datetime.UTC else [zone.utcoffset(None), zone.tzname(None)],
        lambda parts: datetime.timezone(*parts) if parts else datetime.UTC,
    ),
    zoneinfo.ZoneInfo: (lambda zone: [zone.key], lambda parts: zoneinfo.ZoneInfo(*parts)),
    time.struct_time: (iter, time.struct_time),
    datetime.timedelta: (lambda t: [t.days, t.seconds, t.microseconds], lambda parts: datetime.timedelta(*parts)),
    pathlib.PosixPath: (lambda path: [str(path)], lambda parts: pathlib.PosixPath(*parts)),
    pathlib.PurePosixPath: (lambda path: [str(path)], lambda parts: pathlib.PurePosixPath(*parts)),
    uuid.UUID: (lambda value: [value.int], lambda parts: uuid.UUID(int=parts[0])),
    ipaddress.IPv4Address: (lambda address: [str(address)], lambda parts: ipaddress.IPv4Address(*parts)),
    ipaddress.IPv6Address: (lambda address: [str(address)], lambda parts: ipaddress.IPv6Address(*parts)),
    re.Pattern: (lambda pattern: [pattern.pattern, pattern.flags], lambda parts: re.compile(*parts)),
    types.GenericAlias: (lambda alias: [alias.__origin__, alias.__args__], lambda parts: types.GenericAlias(*parts)),
    types.UnionType: (lambda union: union.__args__, lambda parts: functools.reduce(operator.or_, parts)),
}
_NAMES = {type_.__name__: type_ for type_ in (*_TYPES, *CONTAINERS)}
_HARMLESS = (
    "abs all any ascii bin bool bytearray bytes callable chr complex dict divmod enumerate filter float format "
    "frozenset hash hex id int isinstance issubclass iter len list map max min next object oct ord pow print range "
    "repr reversed round set slice sorted str sum tuple type zip Ellipsis NotImplemented"
).split()
_ERRORS = [
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
]
_BUILTINS = {name: getattr(builtins, name) for name in [*_HARMLESS, *_ERRORS]}
_BUILTIN_NAMES = {id(value): name for name, value in _BUILTINS.items()}
_PLAIN_CONTAINERS = (list, tuple, set, frozenset, dict)
_SUBCLASSED = (*_PLAIN_CONTAINERS, int, float, complex, str, bytes)


class TooDeep(Exception):
    """The value is nested more than 100 levels deep."""


def encode(value: object, by_number: Encode, shared: Shared | None = None, depth: int = 0) -> Json:
    """Encode a value; one that cannot be copied is given to `by_number`.

    Raises:
        TooDeep: it is nested too deeply, or contains itself and no containers are shared.
    """
    type_ = type(value)
    if value is None or type_ in (bool, float, str) or (type_ is int and abs(value) < _PLAIN_INT):
        return value
    if id(value) in _BUILTIN_NAMES:
        return {"t": "builtin", "v": _BUILTIN_NAMES[id(value)]}
    if depth > _MAX_DEPTH:
        raise TooDeep
    if type_ in _TYPES:
        parts = _TYPES[type_][0](value)
        return {"t": type_.__name__, "v": [encode(part, by_number, shared, depth + 1) for part in parts]}
    if type_ in CONTAINERS or companions.registers(value):
        return _encode_container(value, by_number, shared, depth)
    return _encode_name(value, by_number)


def _encode_name(value: object, by_number: Encode) -> Json:
    """Encode what both sides have already, or this one keeps."""
    if (name := library.name_of(value)) is not None:
        return {"t": "library", "v": name}
    if (name := companions.name_of(value)) is not None:
        return {"t": "companion", "v": name}
    return by_number(value)


def _encode_container(value: object, by_number: Encode, shared: Shared | None, depth: int) -> Json:
    type_ = type(value)
    content: dict[str, Any] = {
        "t": type_.__name__ if _NAMES.get(type_.__name__) is type_ else companions.name_of(type_)
    }
    if shared is not None:
        number = shared.number_of(value)
        if number is not None:
            return {"t": "known", "v": number}
        content["n"] = shared.share(value)
    container = CONTAINERS[type_]
    if header := container.header(value):
        content["h"] = [encode(part, by_number, shared, depth + 1) for part in header]
    items = list(container.items(value))
    content["v"] = items if _are_plain(items) else [encode(item, by_number, shared, depth + 1) for item in items]
    return content


def _are_plain(items: list[Any]) -> bool:
    """Whether all items are encoded as themselves; of many numbers or strings, this tells faster than encoding each."""
    types_ = set(map(type, items))
    if types_ == {int}:
        return min(items) > -_PLAIN_INT and max(items) < _PLAIN_INT
    return types_ <= _PLAIN


def decode(content: Json, by_number: Decode, shared: Shared | None = None) -> Any:
    """Decode a value; what is no copy is given to `by_number`. Malformed content raises ValueError and the like."""
    if not isinstance(content, dict):
        if isinstance(content, list):
            raise ValueError("a bare list is not an encoded value")
        return content
    name = content["t"]
    if name not in _NAMES and not companions.is_name(name):
        return _decode_name(name, content, by_number, shared)
    type_ = _NAMES[name] if name in _NAMES else _companion_class(name)
    if type_ in _TYPES:
        return _TYPES[type_][1]([decode(part, by_number, shared) for part in content["v"]])
    made = CONTAINERS[type_].make(*(decode(part, by_number, shared) for part in content.get("h", ())))
    if shared is not None:
        shared.receive(content["n"], made)
    fill(made, content["v"], lambda item: decode(item, by_number, shared))
    if shared is not None:
        shared.settle(content["n"])
    return made


def _decode_name(name: str, content: Json, by_number: Decode, shared: Shared | None) -> Any:
    """Decode what both sides have already, or one side keeps."""
    if name == "builtin":
        return _BUILTINS[content["v"]]
    if name == "library":
        return library.named(content["v"])
    if name == "companion":
        return companions.named(content["v"])
    if name == "known" and shared is not None:
        return shared.get(content["v"])
    return by_number(content)


def _companion_class(name: str) -> type:
    class_ = companions.named(name)
    if not isinstance(class_, type) or issubclass(class_, BaseException) or class_.__new__ is not object.__new__:
        raise ValueError("not a class of objects that are copied")
    companions.register(class_)
    return class_


def plain(value: object) -> object:
    """Return the builtin value held by an instance of a subclass of a builtin type; NotImplemented for all others."""
    for type_ in _SUBCLASSED:
        if isinstance(value, type_):
            return _plain_container(type_, value) if type_ in _PLAIN_CONTAINERS else type_.__new__(type_, value)
    if isinstance(value, collections.UserDict | collections.UserList | collections.UserString):
        return type(value.data)(value.data)
    if isinstance(value, Mapping) and type(value).__eq__ is Mapping.__eq__:
        return dict(value.items())
    if isinstance(value, Set) and type(value).__eq__ is Set.__eq__:
        return set(value)
    return NotImplemented


def _plain_container(type_: Any, value: object) -> object:
    parts = _TYPES[type_][0](value) if type_ in _TYPES else CONTAINERS[type_].items(value)
    return type_(parts)
