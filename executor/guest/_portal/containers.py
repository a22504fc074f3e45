"""Containers that can be changed: how one is taken apart, and how another one gets its content."""

import array
import collections
import operator
import random
import types
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

Json = Any
Encode = Callable[[object], Json]
Decode = Callable[[Json], Any]


class Container(NamedTuple):
    """How a container is encoded: what it is made of, its items, and how another one gets these items."""

    items: Callable[[Any], Iterable[object]]
    fill: Callable[[Any, list[Any]], object]
    make: Callable[..., Any]
    header: Callable[[Any], list[object]] = lambda _container: []


def _fill_mapping(mapping: Any, items: list[Any]) -> None:
    mapping.clear()
    for key, value in items:
        mapping[key] = value


def _fill_set(container: set[Any], items: list[Any]) -> None:
    container.clear()
    container.update(items)


def _fill_attributes(value: Any, items: list[Any]) -> None:
    if any(callable(getattr(type(value), str(name), None)) for name, _value in items):
        raise ValueError("not an attribute but a method")
    attributes = vars(value)
    attributes.clear()
    attributes.update(items)


def _attributes(value: Any) -> Iterable[object]:
    return vars(value).items()


CONTAINERS: dict[type, Container] = {
    list: Container(list.__iter__, lambda container, items: operator.setitem(container, slice(None), items), list),
    set: Container(set.__iter__, _fill_set, set),
    dict: Container(dict.items, _fill_mapping, dict),
    collections.OrderedDict: Container(collections.OrderedDict.items, _fill_mapping, collections.OrderedDict),
    collections.Counter: Container(dict.items, _fill_mapping, collections.Counter),
    collections.defaultdict: Container(
        dict.items, _fill_mapping, collections.defaultdict, lambda d: [d.default_factory]
    ),
    collections.deque: Container(
        collections.deque.__iter__,
        lambda container, items: (container.clear(), container.extend(items)),
        lambda maxlen: collections.deque(maxlen=maxlen),
        lambda d: [d.maxlen],
    ),
    bytearray: Container(
        lambda data: [data.hex()],
        lambda data, items: operator.setitem(data, slice(None), bytes.fromhex(*items)),
        bytearray,
    ),
    array.array: Container(
        array.array.tolist,
        lambda container, items: operator.setitem(container, slice(None), array.array(container.typecode, items)),
        array.array,
        lambda a: [a.typecode],
    ),
    random.Random: Container(
        lambda source: [source.getstate()], lambda source, items: source.setstate(*items), random.Random
    ),
    types.SimpleNamespace: Container(_attributes, _fill_attributes, types.SimpleNamespace),
}


def attributes_of(type_: type) -> Container:
    """Return how an object is copied by its attributes."""
    return Container(_attributes, _fill_attributes, lambda: object.__new__(type_))


# In JSON, what stands for something else.
_CODED = frozenset((dict, list))
_MAPPINGS = (dict, collections.OrderedDict, collections.Counter, collections.defaultdict)


class Shared(Protocol):
    """What numbers the containers that cross; see shared_containers.py."""

    def number_of(self, container: object) -> int | None:
        """Return the number of a container that crossed before."""

    def share(self, container: Any) -> int:
        """Give a number to a container."""

    def receive(self, number: object, container: Any) -> None:
        """Take the other side's number of a container."""

    def settle(self, number: int) -> None:
        """Note that a received container is filled."""

    def get(self, number: int) -> Any:
        """Return the container of a number."""


def encode_items(container: Any, encode_item: Encode) -> list[Json]:
    """Encode what a container holds."""
    return [encode_item(item) for item in CONTAINERS[type(container)].items(container)]


def fill(container: Any, items: list[Json], decode_item: Decode) -> None:
    """Give a container what these encoded items say, instead of what it holds."""
    plain = _CODED.isdisjoint(map(type, items))  # of many numbers or strings, this tells faster than decoding each
    CONTAINERS[type(container)].fill(container, items if plain else [decode_item(item) for item in items])


def shallow(container: Any) -> list[object]:
    """Return what a container holds, to tell later whether that has changed."""
    if type(container) in _MAPPINGS:
        return [*container.keys(), *container.values()]
    if CONTAINERS[type(container)].items is _attributes:
        return [*vars(container).keys(), *vars(container).values()]
    return list(CONTAINERS[type(container)].items(container))
