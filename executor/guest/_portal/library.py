"""Classes and functions that both interpreters of a graded run know, and so cross between them by name.

Both load the same library, so a name means the same class in each. The table holds nothing that makes a value equal to
everything, such as the mocks of `unittest`.
"""

import abc
import array
import collections
import collections.abc
import datetime
import decimal
import enum
import fractions
import functools
import inspect
import io
import itertools
import math
import numbers
import operator
import pathlib
import random
import re
import sys
import types
import uuid
from types import ModuleType
from typing import Any

# A learner's class that inherits one of these does so in the tests' interpreter too.
INHERITABLE = (
    int, float, complex, str, bytes, tuple, list, dict, collections.OrderedDict, collections.defaultdict,
    collections.Counter, collections.UserDict, collections.UserList, collections.UserString, abc.ABC, enum.Enum,
    enum.IntEnum, enum.StrEnum, enum.ReprEnum, enum.Flag, enum.IntFlag,
    *(getattr(collections.abc, name) for name in collections.abc.__all__),
    *(getattr(numbers, name) for name in numbers.__all__),
)  # fmt: skip
# An object of one of these stays where it is; its proxy says that it is one when asked by `isinstance`.
SHOWN = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.GeneratorType, types.CoroutineType,
    types.AsyncGeneratorType, types.MethodWrapperType, zip, map, filter, enumerate, reversed, property, staticmethod,
    classmethod, re.Match, functools.partial, io.StringIO, io.BytesIO, io.TextIOWrapper, io.BufferedReader,
    io.BufferedWriter, itertools.count, itertools.cycle, itertools.chain, itertools.repeat, itertools.islice,
    itertools.product, itertools.permutations, itertools.combinations, itertools.accumulate, itertools.starmap,
)  # fmt: skip
_OTHERS = (
    array.array, collections.ChainMap, collections.deque, datetime.date, datetime.datetime, datetime.time,
    datetime.timedelta, datetime.timezone, decimal.Decimal, fractions.Fraction, inspect.Parameter.empty, pathlib.Path,
    pathlib.PurePath, pathlib.PurePosixPath, pathlib.PosixPath, random.Random, re.Pattern, types.MappingProxyType,
    types.ModuleType, types.NoneType, types.SimpleNamespace, types.UnionType, uuid.UUID,
)  # fmt: skip

_known: dict[str, Any] = {}
_names: dict[int, str] = {}


def collect() -> None:
    """Fill the table, once the library is loaded: with the classes above and all exceptions."""
    for class_ in (*INHERITABLE, *SHOWN, *_OTHERS):
        _add(class_)
    for module in (math, operator):
        for value in vars(module).values():
            if isinstance(value, types.BuiltinFunctionType):
                _add(value)
    for name, module in list(sys.modules.items()):
        root = name.partition(".")[0]
        if root in sys.stdlib_module_names and root != "unittest":
            _add_exceptions(module)


def name_of(value: object) -> str | None:
    """Return the name under which a class or function crosses; None for all other values."""
    return _names.get(id(value))


def named(name: str) -> Any:
    """Return the class or function of that name; KeyError for an unknown one."""
    return _known[name]


def _add_exceptions(module: ModuleType) -> None:
    for value in list(vars(module).values()):
        if isinstance(value, type) and issubclass(value, BaseException):
            _add(value)


def _add(value: Any) -> None:
    if id(value) not in _names:
        name = f"{value.__module__}.{value.__qualname__}"
        name = f"{name} ({len(_known)})" if name in _known else name  # as of `decimal`, which exists twice
        _known[name], _names[id(value)] = value, name
