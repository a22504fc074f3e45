"""What crosses between the two interpreters of a graded run: values by copy, objects as numbers."""

import types
from collections.abc import Callable
from typing import Any

from _portal import companions, error_state, errors, library, messages, serialization
from _portal.shared_containers import SharedContainers

# Errors described within each other: causes, and those of groups.
_MAX_CHAIN = 8

Message = dict[str, Any]


class Disconnected(BaseException):
    """The other interpreter is gone, or sent a message that makes no sense."""


class CannotCross(Exception):
    """A value is too large, or nested too deeply, to be passed to the other interpreter; made with what explains it."""


class Crossing:
    """What one side knows of values and objects that crossed.

    Objects that cannot be copied stay where they are and cross as a number; the other side makes a proxy for them with
    `make_proxy(number, content)`. `declared(value)` is what the other side is told of an object; `too_deep` explains
    that a value of this side is nested too deeply. Containers of this side get even or odd numbers, like the first.
    """

    def __init__(
        self,
        make_proxy: Callable[[int, Message], object],
        declared: Callable[[Any], Message],
        too_deep: messages.Message,
        first_number: int,
    ) -> None:
        self._make_proxy = make_proxy
        self._declared = declared
        self._too_deep = too_deep
        self._exported: list[object] = []
        self._numbers: dict[int, int] = {}
        self._proxies: dict[int, object] = {}
        self._numbers_of_proxies: dict[int, int] = {}
        self._shared = SharedContainers(first_number)
        self._describing: list[BaseException] = []

    def encode(self, value: object) -> Any:
        """Encode a value for the other side."""
        try:
            return serialization.encode(value, self.encode_object, self._shared)
        except serialization.TooDeep:
            self._shared.reset()
            raise CannotCross(self._too_deep) from None

    def decode(self, content: Any) -> Any:
        """Decode a value of the other side; one that makes no sense ends the run."""
        try:
            return serialization.decode(content, self._decode_object, self._shared)
        except Exception as exc:
            raise Disconnected("the value cannot be read") from exc

    def recall(self, content: Any) -> Any:
        """Return a value that this side encoded before."""
        return serialization.decode(content, self._recall_object)

    def _recall_object(self, content: Message) -> object:
        return self._exported[content["v"]] if content["t"] == "mine" else self._proxies[content["v"]]

    def exported(self, number: int) -> Any:
        """Return the object of this side with that number."""
        return self._exported[number]

    def export(self, value: object) -> int:
        """Keep an object for the other side and return its number."""
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._exported)
            self._exported.append(value)  # and so keeps its id
        return self._numbers[id(value)]

    def number_of_proxy(self, value: object) -> int | None:
        """Return the number of the other side's object that this proxy stands for; None for anything else."""
        return self._numbers_of_proxies.get(id(value))

    def encode_object(self, value: object) -> Any:
        """Encode an object that stays on this side. Frames stay altogether."""
        if isinstance(value, types.TracebackType):
            return None
        if id(value) in self._numbers_of_proxies:
            line = errors.line_of(value) if isinstance(value, BaseException) else None
            return {"t": "yours", "v": self._numbers_of_proxies[id(value)], "line": line}
        if isinstance(value, CannotCross):
            return {"t": "refused", "v": str(value)}
        content: Message = {"t": "mine", "v": self.export(value)}
        content |= self._declared(value)
        if isinstance(value, types.FunctionType):
            content["function"] = True
        if isinstance(value, BaseException):
            content |= {"line": errors.line_of(value), **self._describe_error(value)}
        return content

    def _describe_error(self, error: BaseException) -> Message:
        """Describe an error; of those it is described within, one that leads back to itself, only the class."""
        if any(error is outer for outer in self._describing) or len(self._describing) > _MAX_CHAIN:
            return {"error": [], "state": {}, "notes": [], "suppresses": False}
        self._describing.append(error)
        try:
            return error_state.describe(error, self._encode_or_text, with_dict=is_known(type(error)))
        finally:
            self._describing.pop()

    def _encode_or_text(self, value: object) -> Any:
        try:
            return self.encode(value)
        except CannotCross:
            return _text(value)

    def _decode_object(self, content: Message) -> object:
        number = content["v"]
        if content["t"] == "yours":
            return _came_from(content["line"], self._exported[number])
        if content["t"] == "refused":
            return CannotCross(str(number))
        if content["t"] != "mine" or not isinstance(number, int):
            raise ValueError("not the number of an object")
        if number not in self._proxies:
            made = self._make_proxy(number, content)
            self._proxies[number] = made
            self._numbers_of_proxies[id(made)] = number
        return self._proxies[number]


def is_known(class_: type) -> bool:
    """Whether both sides have a class."""
    return library.name_of(class_) is not None or companions.name_of(class_) is not None


def _came_from(line: object, value: object) -> object:
    """Note the learner's line that an error of this side has passed through; one of a test's own asserts needs none."""
    if type(line) is int and isinstance(value, Exception) and not isinstance(value, AssertionError):
        value._portal_line = line
    return value


def _text(value: object) -> str:
    try:
        return str(value)
    except Exception:
        return f"<{type(value).__name__}>"
