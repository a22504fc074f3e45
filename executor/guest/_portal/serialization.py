"""Encode values that cross between the two interpreters of a graded run: builtin types by copy, others by number.

A copy is JSON: None, bool, int, float and str as they are, the rest as {"t": type, "v": content}.
"""

import array
import builtins
import collections
import datetime
import decimal
import fractions
import functools
import ipaddress
import operator
import pathlib
import random
import re
import time
import types
import uuid
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from _portal import library

_MAX_DEPTH = 100
_PLAIN_INT = 2**53

Json = Any
Encode = Callable[[object], Json]
Decode = Callable[[Json], Any]

# Type, how to split it into parts, how to rebuild it; the parts are encoded and decoded in turn.
_TYPES: dict[type, tuple[Callable[[Any], Iterable[object]], Callable[[list[Any]], object]]] = {
    list: (list.__iter__, list),
    tuple: (tuple.__iter__, tuple),
    set: (set.__iter__, set),
    frozenset: (frozenset.__iter__, frozenset),
    collections.deque: (lambda d: [d.maxlen, *d], lambda parts: collections.deque(parts[1:], parts[0])),
    dict: (dict.items, dict),
    collections.OrderedDict: (collections.OrderedDict.items, collections.OrderedDict),
    collections.Counter: (dict.items, lambda pairs: collections.Counter(dict(pairs))),
    collections.defaultdict: (
        lambda d: [d.default_factory, *d.items()],
        lambda parts: collections.defaultdict(parts[0], parts[1:]),
    ),
    collections.ChainMap: (lambda chain: chain.maps, lambda parts: collections.ChainMap(*parts)),
    collections.UserDict: (lambda d: [d.data], lambda parts: collections.UserDict(*parts)),
    collections.UserList: (lambda d: [d.data], lambda parts: collections.UserList(*parts)),
    collections.UserString: (lambda d: [d.data], lambda parts: collections.UserString(*parts)),
    types.MappingProxyType: (lambda m: [dict(m)], lambda parts: types.MappingProxyType(*parts)),
    type({}.keys()): (iter, lambda parts: dict.fromkeys(parts).keys()),
    type({}.values()): (iter, lambda parts: dict(enumerate(parts)).values()),
    type({}.items()): (iter, lambda parts: dict(parts).items()),
    array.array: (lambda a: [a.typecode, *a], lambda parts: array.array(parts[0], parts[1:])),
    memoryview: (lambda m: [m.tobytes()], lambda parts: memoryview(*parts)),
    int: (lambda number: [hex(number)], lambda parts: int(parts[0], 16)),
    complex: (lambda number: [number.real, number.imag], lambda parts: complex(*parts)),
    bytes: (lambda data: [data.hex()], lambda parts: bytes.fromhex(parts[0])),
    bytearray: (lambda data: [data.hex()], lambda parts: bytearray.fromhex(parts[0])),
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
    random.Random: (lambda source: [source.getstate()], lambda parts: random_in_state(*parts)),
    pathlib.PosixPath: (lambda path: [str(path)], lambda parts: pathlib.PosixPath(*parts)),
    pathlib.PurePosixPath: (lambda path: [str(path)], lambda parts: pathlib.PurePosixPath(*parts)),
    uuid.UUID: (lambda value: [value.int], lambda parts: uuid.UUID(int=parts[0])),
    ipaddress.IPv4Address: (lambda address: [str(address)], lambda parts: ipaddress.IPv4Address(*parts)),
    ipaddress.IPv6Address: (lambda address: [str(address)], lambda parts: ipaddress.IPv6Address(*parts)),
    re.Pattern: (lambda pattern: [pattern.pattern, pattern.flags], lambda parts: re.compile(*parts)),
    types.GenericAlias: (lambda alias: [alias.__origin__, alias.__args__], lambda parts: types.GenericAlias(*parts)),
    types.UnionType: (lambda union: union.__args__, lambda parts: functools.reduce(operator.or_, parts)),
}
_NAMES = {type_.__name__: type_ for type_ in _TYPES}
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
_CONTAINERS = (list, tuple, set, frozenset, dict)
_SUBCLASSED = (*_CONTAINERS, int, float, complex, str, bytes)


def random_in_state(state: Any) -> random.Random:
    """Make a source of random numbers that goes on like the one with this state."""
    source = random.Random()  # noqa: S311 (for exercises)
    source.setstate(state)
    return source


class TooDeep(Exception):
    """The value is nested more than 100 levels deep."""


def encode(value: object, by_number: Encode, depth: int = 0) -> Json:
    """Encode a value; one that cannot be copied is given to `by_number`.

    Raises:
        TooDeep: it is nested too deeply, or contains itself.
    """
    if value is None or type(value) in (bool, float, str) or (type(value) is int and abs(value) < _PLAIN_INT):
        return value
    if id(value) in _BUILTIN_NAMES:
        return {"t": "builtin", "v": _BUILTIN_NAMES[id(value)]}
    if type(value) not in _TYPES:
        name = library.name_of(value)
        return by_number(value) if name is None else {"t": "library", "v": name}
    if depth > _MAX_DEPTH:
        raise TooDeep
    parts = _TYPES[type(value)][0](value)
    return {"t": type(value).__name__, "v": [encode(part, by_number, depth + 1) for part in parts]}


def decode(content: Json, by_number: Decode) -> Any:
    """Decode a value; what is no copy is given to `by_number`. Malformed content raises ValueError and the like."""
    if not isinstance(content, dict):
        if isinstance(content, list):
            raise ValueError("a bare list is not an encoded value")
        return content
    name = content["t"]
    if name == "builtin":
        return _BUILTINS[content["v"]]
    if name == "library":
        return library.named(content["v"])
    if name not in _NAMES:
        return by_number(content)
    return _TYPES[_NAMES[name]][1]([decode(part, by_number) for part in content["v"]])


def plain(value: object) -> object:
    """Return the builtin value held by an instance of a subclass of a builtin type; NotImplemented for all others."""
    for type_ in _SUBCLASSED:
        if isinstance(value, type_):
            return type_(_TYPES[type_][0](value)) if type_ in _CONTAINERS else type_.__new__(type_, value)
    if isinstance(value, collections.UserDict | collections.UserList | collections.UserString):
        return type(value.data)(value.data)
    if isinstance(value, Mapping) and type(value).__eq__ is Mapping.__eq__:
        return dict(value.items())
    if isinstance(value, Set) and type(value).__eq__ is Set.__eq__:
        return set(value)
    return NotImplemented
