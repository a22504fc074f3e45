"""The link between the two interpreters of a graded run: messages that ask for something, and answers to them.

One interpreter speaks at a time; while it waits for an answer it may be asked something itself. A message is JSON:
{"op": ...} asks, {"value": ...} or {"error": ...} answers, {"ended": reason} comes from the host when the other one is
no more.
"""

import json
import types
from collections.abc import Callable
from typing import Any

from _portal import environment, faults, values

_exchange = environment.exchange
_MUTABLE = (list, dict, set, bytearray)

Message = dict[str, Any]
Serve = Callable[[Message], object]


class Ended(BaseException):
    """The other interpreter is no more, or speaks nonsense."""


class Link:
    """One side of the link.

    Objects without a copy stay where they are and cross as a handle: a number for their owner, and for the other side a
    stand-in made by `stand_in(number, content)`. `serve(message)` does what the other side asks, and returns its value.
    `type_told(value)` is the type that the other side is told of an object, or None. What `tell()` returns goes with
    every message, and `hear(message)` heeds what came with one of the other side.
    """

    def __init__(
        self, serve: Serve, stand_in: Callable[[int, Message], object], type_told: Callable[[object], type | None]
    ) -> None:
        self._serve = serve
        self._stand_in = stand_in
        self._type_told = type_told
        self._kept: list[object] = []
        self._numbers: dict[int, int] = {}
        self._stand_ins: dict[int, object] = {}
        self._numbers_of_stand_ins: dict[int, int] = {}
        self.tell: Callable[[], Message] = dict
        self.hear: Callable[[Message], None] = lambda message: None

    def ask(self, op: str, **content: Any) -> Any:
        """Have the other side do something; return its value, or raise what it raised there."""
        answer = self._converse({"op": op, **content})
        if "error" in answer:
            raise self.decode(answer["error"])
        return self.decode(answer["value"])

    def call(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object of the other side. Lists, dicts and sets among the arguments come back as it left them."""
        passed = [*args, *kwargs.values()]
        encoded = [self.encode(value) for value in passed]
        answer = self._converse({"op": "call", "of": number, "args": encoded, "names": list(kwargs)})
        for index, content in answer.get("changed", []):
            _become(passed[index], self.decode(content))
        if "error" in answer:
            raise self.decode(answer["error"])
        if isinstance(answer["value"], dict) and answer["value"].get("t") == "argument":
            return passed[answer["value"]["v"]]
        return self.decode(answer["value"])

    def answer_for_ever(self) -> None:
        """Answer one message after the other; the host ends it."""
        text = ""
        while True:
            answer = self._answer(self._receive(_exchange(text)))
            text = json.dumps({**answer, **self.tell()})

    def _answer(self, message: Message) -> Message:
        try:
            if message["op"] == "call":
                return self._answer_call(message)
            return {"value": self.encode(self._serve(message))}
        except Ended:
            raise
        except BaseException as exc:
            return {"error": self._encode_handle(exc)}

    def _answer_call(self, message: Message) -> Message:
        args = [self.decode(content) for content in message["args"]]
        count = len(args) - len(message["names"])
        kwargs = dict(zip(message["names"], args[count:], strict=True))
        try:
            result = self.kept(message["of"])(*args[:count], **kwargs)
        except Ended:
            raise
        except BaseException as exc:
            return {"error": self._encode_handle(exc), "changed": self._changed(message["args"], args)}
        same = [index for index, value in enumerate(args) if value is result and isinstance(value, _MUTABLE)]
        value = {"t": "argument", "v": same[0]} if same else self.encode(result)
        return {"value": value, "changed": self._changed(message["args"], args)}

    def _changed(self, before: list[Any], args: list[Any]) -> list[tuple[int, Any]]:
        mutable = [(index, value) for index, value in enumerate(args) if isinstance(value, _MUTABLE)]
        after = [(index, self.encode(value)) for index, value in mutable]
        return [(index, content) for index, content in after if content != before[index]]

    def _converse(self, message: Message) -> Message:
        while True:
            received = self._receive(_exchange(json.dumps({**message, **self.tell()})))
            if "op" not in received:
                return received
            message = self._answer(received)

    def _receive(self, text: str) -> Message:
        try:
            message = json.loads(text)
            self.hear(message)
            if "ended" in message or not message.keys() & {"op", "value", "error"}:
                raise Ended(str(message.get("ended", "it sent what is no message")))
        except (ValueError, RecursionError, AttributeError, TypeError) as exc:
            raise Ended("it sent what cannot be read") from exc
        return message

    def encode(self, value: object) -> Any:
        """Encode a value for the other side."""
        return values.encode(value, self._encode_handle)

    def decode(self, content: Any) -> Any:
        """Decode a value of the other side; what makes no sense ends the run."""
        try:
            return values.decode(content, self._decode_handle)
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, RecursionError) as exc:
            raise Ended("it sent a value that cannot be read") from exc

    def kept(self, number: int) -> Any:
        """Return the object of this side that a number stands for."""
        return self._kept[number]

    def keep(self, value: object) -> int:
        """Keep an object for the other side and return its number."""
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._kept)
            self._kept.append(value)  # and so keeps its id
        return self._numbers[id(value)]

    def _encode_handle(self, value: object) -> Any:
        if id(value) in self._numbers_of_stand_ins:
            return {"t": "yours", "v": self._numbers_of_stand_ins[id(value)]}
        content: Message = {"t": "mine", "v": self.keep(value)}
        if (type_ := self._type_told(value)) is not None:
            content["type"] = self.encode(type_)
        if isinstance(value, types.FunctionType):
            content["function"] = True
        if isinstance(value, BaseException):
            content["error"] = [values.encode(arg, _words) for arg in value.args]
            content["line"] = faults.line_of(value)
        return content

    def _decode_handle(self, content: Message) -> object:
        number = content["v"]
        if content["t"] == "yours":
            return self._kept[number]
        if content["t"] != "mine" or not isinstance(number, int):
            raise ValueError("no handle")
        if number not in self._stand_ins:
            made = self._stand_in(number, content)
            self._stand_ins[number] = made
            self._numbers_of_stand_ins[id(made)] = number
        return self._stand_ins[number]


def _become(value: Any, other: Any) -> None:
    """Give a list, dict, set or bytearray the content of another."""
    value.clear()
    value.extend(other) if isinstance(value, list | bytearray) else value.update(other)


def _words(value: object) -> str:
    try:
        return str(value)
    except Exception:
        return f"<{type(value).__name__}>"
