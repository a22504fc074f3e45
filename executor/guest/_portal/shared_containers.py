"""Containers that both interpreters of a graded run hold: what one of them does to its copy is repeated in the other's.

A container gets a number when it crosses for the first time; later it crosses as that number and is the same object
again. Each side notices changes by comparing what its containers hold with what they held at the last message. One that
nothing else refers to any more is given up by both.
"""

import array
import random
import sys
from operator import is_
from typing import Any

from _portal import containers

Message = dict[str, Any]
# More are given up from the oldest on, and so are large ones: then each side has a copy of its own.
_MAX_CONTAINERS = 300
_MAX_WATCHED_LENGTH = 10_000
_MAX_RECEIVED = 100_000
# What these hold is made anew whenever it is asked for.
_COMPARED_BY_VALUE = (bytearray, array.array, random.Random)


class SharedContainers:
    """The containers that one side shares; its own numbers are even or odd, like the first.

    `uses` counts how often one crossed that was known.
    """

    def __init__(self, first_number: int) -> None:
        self.uses = 0
        self._parity = first_number
        self._next = first_number
        self._containers: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._contents: dict[int, list[object]] = {}
        self._not_new: set[int] = set()
        self._dropped: list[int] = []
        self._resets = False

    def get(self, number: int) -> Any:
        """Return the container of that number; KeyError for an unknown one."""
        self.uses += 1
        return self._containers[number]

    def number_of(self, container: object) -> int | None:
        """Return the number of a container that is shared already."""
        number = self._numbers.get(id(container))
        self.uses += number is not None
        return number

    def share(self, container: Any) -> int:
        """Share a container of this side."""
        number = self._next
        self._next += 2
        while len(self._containers) >= _MAX_CONTAINERS:
            self._drop(next(iter(self._containers)))
        self._add(number, container)
        return number

    def receive(self, number: object, container: Any) -> None:
        """Share a container of the other side, which is not filled yet."""
        known = type(number) is not int or number % 2 == self._parity or number in self._containers
        if known or len(self._containers) > _MAX_RECEIVED:
            raise ValueError("not the number of a new container")
        self._containers[number] = container
        self._numbers[id(container)] = number

    def reset(self) -> None:
        """Share nothing any more: a message failed, and the other side may not know what this one does."""
        self._forget_all()
        self._resets = True

    def changes(self, encode: containers.Encode) -> Message:
        """Return what the other side must repeat after it has decoded the content of the message; mostly nothing."""
        if not (self._contents or self._dropped or self._resets):
            return {}
        changed = []
        for number in list(self._contents):
            content = self._changed_content(number)
            if content is not None:
                self._contents[number] = content
                changed.append([number, containers.encode_items(self._containers[number], encode)])
            is_large = number in self._not_new and len(self._contents[number]) > _MAX_WATCHED_LENGTH
            self._not_new.add(number)
            if is_large or _references(self._containers, number) <= _ALONE:
                self._drop(number)
        all_changes = {"changed": changed, "dropped": self._dropped, "resets": self._resets}
        self._dropped, self._resets = [], False
        return {name: value for name, value in all_changes.items() if value}

    def before(self, message: Message) -> None:
        """Note what a message says before its content is decoded."""
        if message.get("resets"):
            self._forget_all()

    def repeat(self, message: Message, decode: containers.Decode) -> None:
        """Repeat the changes of the other side, after the content of its message was decoded."""
        for number, items in message.get("changed", ()):
            container = self._containers[number]
            del self._contents[number]  # while it is filled, which may need the other side, it is not looked at
            containers.fill(container, items, decode)
            self._contents[number] = containers.shallow(container)
        for number in message.get("dropped", ()):
            self._remove(number)

    def settle(self, number: int) -> None:
        """Note that a received container is filled now."""
        self._contents[number] = containers.shallow(self._containers[number])

    def _add(self, number: int, container: Any) -> None:
        self._containers[number] = container
        self._numbers[id(container)] = number
        self._contents[number] = containers.shallow(container)

    def _drop(self, number: int) -> None:
        self._remove(number)
        self._dropped.append(number)

    def _remove(self, number: int) -> None:
        container = self._containers.pop(number, None)
        self._numbers.pop(id(container), None)
        self._contents.pop(number, None)
        self._not_new.discard(number)

    def _forget_all(self) -> None:
        for number in list(self._containers):
            self._remove(number)
        self._dropped.clear()

    def _changed_content(self, number: int) -> list[object] | None:
        """Return what a container holds now if that is not what it held before."""
        container, before = self._containers[number], self._contents[number]
        now = containers.shallow(container)
        if len(now) == len(before) and all(map(is_, now, before)):
            return None
        return None if type(container) in _COMPARED_BY_VALUE and now == before else now


def _references(containers: dict[int, Any], number: int) -> int:
    return sys.getrefcount(containers[number])


_ALONE = _references({0: []}, 0)
