"""Remote calls between the two interpreters of a graded run: JSON messages, relayed by the host.

One interpreter runs at a time; while it waits for an answer it may be asked something itself. {"op": ...} is a request,
{"value": ...} or {"error": ...} an answer; {"ended": reason} comes from the host when the other interpreter is gone.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from _portal import environment, json_text, messages, serialization
from _portal.crossing import CannotCross, Crossing, Disconnected, Message

# Sends a message to the other interpreter and returns its next one.
exchange = environment.exchange
# The host ends a run at a message of 16 MiB; one that is refused here only fails its test.
_MAX_MESSAGE = 2**24 - 2**17
# Operations remembered to say what a failed test did, and objects whose making is remembered.
_MAX_HISTORY = 60
_MAX_ORIGINS = 5000
# Parts of a request that are encoded values, besides its arguments.
_ENCODED = frozenset(("a", "globals", "key", "to"))
# What may change an object, besides calls.
_CHANGING = ("delete", "set", "special")

Serve = Callable[[Message], object]


@dataclass
class Operation:
    """Something that the tests had the learner's interpreter do; `of` is the number of the object it was done to.

    Arguments and result are encoded, as they were then.
    """

    op: str
    of: int
    name: str = ""
    args: list[Any] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    result: Any = None


class Channel(Crossing):
    """One side of the connection.

    `serve(message)` does what the other side requests and returns its value. What `extras()` returns is added to every
    message, and `on_extras(message)` sees those of the other side. `source` and `filename` are those of the learner's
    module.
    """

    def __init__(
        self,
        serve: Serve,
        make_proxy: Callable[[int, Message], object],
        declared: Callable[[Any], Message],
        too_deep: messages.Message,
        first_number: int,
    ) -> None:
        super().__init__(make_proxy, declared, too_deep, first_number)
        self._serve = serve
        self.source, self.filename = "", ""
        self.extras: Callable[[], Message] = dict
        self.on_extras: Callable[[Message], None] = lambda message: None
        self.on_call: Callable[[Operation], None] | None = None
        self.history: deque[Operation] = deque(maxlen=_MAX_HISTORY)
        self.origins: dict[int, Operation] = {}
        self.calls_made = 0

    def ask(self, op: str, args: Sequence[object] = (), **content: Any) -> Any:
        """Have the other side do something; return its value, or raise what it raised there.

        Args:
            args: values to be encoded, like `key` and `to`.
        """
        operation = Operation(op, content.get("of", -1), content.get("name", ""))
        for name in _ENCODED.intersection(content):
            content[name] = self.encode(content[name])
        if op in _CHANGING:
            self.calls_made += 1
        if op == "set":
            operation.args = [content["to"]]
            self.history.append(operation)
        if args:
            content["args"], operation.args = self._encode_arguments(args)
        return self._value_of(self._request({"op": op, **content}), operation)

    def call(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object of the other side."""
        encoded, remembered = self._encode_arguments((*args, *kwargs.values()))
        operation = Operation("call", number, args=remembered, keywords=list(kwargs))
        self.calls_made += 1
        self.history.append(operation)
        if self.on_call is not None:
            self.on_call(operation)
        answer = self._request({"op": "call", "of": number, "args": encoded, "names": operation.keywords})
        return self._value_of(answer, operation)

    def _encode_arguments(self, args: Sequence[object]) -> tuple[list[Any], list[Any]]:
        """Encode arguments twice: for the other side, and so that they still show what they are now later."""
        uses = self._shared.uses
        encoded = [self.encode(value) for value in args]
        if self._shared.uses == uses:
            return encoded, encoded
        return encoded, [self._encode_apart(value, self.encode_object) for value in args]

    def _encode_apart(self, value: object, by_number: Callable[[object], Any]) -> Any:
        try:
            return serialization.encode(value, by_number)
        except serialization.TooDeep:
            return serialization.encode(..., by_number)

    def _value_of(self, answer: Message, operation: Operation) -> Any:
        """Return the value of an answer, or raise its error, after repeating what the other side changed."""
        uses = self._shared.uses
        content = answer["error"] if "error" in answer else answer["value"]
        value = self.decode(content)
        self._repeat(answer)
        if "error" in answer:
            raise value
        operation.result = content if self._shared.uses == uses else self._encode_apart(value, self._encode_as_theirs)
        if isinstance(content, dict) and content.get("t") == "mine" and len(self.origins) < _MAX_ORIGINS:
            self.origins.setdefault(content["v"], operation)
        return value

    def _encode_as_theirs(self, value: object) -> Message:
        """Encode an object as the other side would."""
        number = self.number_of_proxy(value)
        return {"t": "yours", "v": self.export(value), "line": None} if number is None else {"t": "mine", "v": number}

    def serve_forever(self) -> None:
        """Answer one message after the other; the host ends it."""
        text = ""
        while True:
            text = self.answer(exchange(text))

    def answer(self, text: str) -> str:
        """Answer one message."""
        return self._dump_answer(self._answer(self._receive(text)))

    def _dump_answer(self, answer: Message) -> str:
        text = self._dump(answer)
        if len(text) <= _MAX_MESSAGE:
            return text
        self._shared.reset()
        error = CannotCross(messages.Message("your program returned a value that is too large for the tests"))
        return self._dump({"error": self.encode_object(error)})

    def _dump(self, message: Message) -> str:
        changes = self._shared.changes(self.encode)
        return json_text.dumps({**message, **({"shared": changes} if changes else {}), **self.extras()})

    def _answer(self, message: Message) -> Message:
        try:
            for name in _ENCODED.intersection(message):
                message[name] = self.decode(message[name])
            if "args" in message:
                message["args"] = list(map(self.decode, message["args"]))
            self._repeat(message)
            if message["op"] != "call":
                return {"value": self.encode(self._serve(message))}
            args = message.pop("args")
            count = len(args) - len(message["names"])
            kwargs = dict(zip(message["names"], args[count:], strict=True))
            return {"value": self.encode(self.exported(message["of"])(*args[:count], **kwargs))}
        except Disconnected:
            raise
        except BaseException as exc:
            return {"error": self.encode_object(exc)}

    def _repeat(self, message: Message) -> None:
        """Repeat what the other side changed; nonsense ends the run."""
        if "shared" not in message:
            return
        try:
            self._shared.repeat(message["shared"], self.decode)
        except Exception as exc:
            raise Disconnected("the changes cannot be read") from exc

    def _request(self, message: Message) -> Message:
        text = self._dump(message)
        if len(text) > _MAX_MESSAGE:
            self._shared.reset()
            raise CannotCross(
                messages.Message("the test passes a value that is too large; this is not a fault of your program")
            )
        while True:
            received = self._receive(exchange(text))
            if "op" not in received:
                return received
            text = self._dump_answer(self._answer(received))

    def _receive(self, text: str) -> Message:
        try:
            message = json_text.loads(text)
            self.on_extras(message)
            if "ended" in message or not message.keys() & {"op", "value", "error"}:
                raise Disconnected(str(message.get("ended", "the message has no known shape")))
            if "shared" in message:
                self._shared.before(message["shared"])
        except (ValueError, RecursionError, AttributeError, TypeError, KeyError) as exc:
            raise Disconnected("the message cannot be read") from exc
        return message

    def recall_result(self, operation: Operation) -> Any:
        """Return what an operation returned, as it was then; None also when it raised."""
        return None if operation.result is None else serialization.decode(operation.result, self._decode_object)
