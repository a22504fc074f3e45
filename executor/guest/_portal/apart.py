"""Tests in this interpreter, the learner's module in another: how they are put together."""

import builtins
import sys
from typing import Any

from _portal import environment, stand_ins
from _portal.link import Link, Message
from _portal.program import Outcome

# What a decorator carries over from the function that it wraps.
_NAMES = frozenset(("__name__", "__qualname__", "__doc__"))


class _Tests:
    """What the learner's interpreter may ask of that of the tests."""

    def __init__(self, test_module: str) -> None:
        self._test_module = test_module
        self.link = Link(self._serve, self._stand_in, _type_told)
        self.link.tell = lambda: {"folder": environment.folder()}
        self.link.hear = lambda message: environment.pass_on([str(text) for text in message.get("out", [])])

    def _stand_in(self, number: int, content: Message) -> object:
        return stand_ins.make(self.link, number, content)

    def _serve(self, message: Message) -> object:
        op = message["op"]
        if op == "input":
            return input(str(message["prompt"]))
        if op == "read":
            return sys.stdin.readline() if message["method"] == "readline" else sys.stdin.read()
        target = self.link.kept(message["of"])
        if op == "iterate":
            return iter(target)
        if op == "next":
            return next(target)
        return self._attribute(target, op, str(message.get("name")))

    def _attribute(self, target: object, op: str, name: str) -> Any:
        """Of the tests' own classes and of names alone: frames and code of others lead to what the tests expect."""
        own = type(target).__module__ == self._test_module and not name.startswith("_")
        if op != "get" or not (own or name in _NAMES):
            raise AttributeError(f"{type(target).__name__!r} object has no attribute {name!r}")
        return getattr(target, name) if own else str(getattr(target, name))


def _type_told(value: object) -> type | None:
    """Of an exception the nearest builtin one; of other objects nothing."""
    if not isinstance(value, BaseException):
        return None
    return next(base for base in type(value).__mro__ if vars(builtins).get(base.__name__) is base)


def connect(stem: str, test_module: str) -> Outcome | None:
    """Make the learner's module importable by the tests; return the outcome when it could not be imported itself.

    Raises:
        Ended: the learner's interpreter is no more.
    """
    link = _Tests(test_module).link
    told = link.ask("import")
    if "failed" in told:
        return dict(told["failed"])
    sys.path.clear()  # from here on, no file that the learner's code may have written is imported
    sys.modules[stem] = stand_ins.LearnersModule(link, stem, told["module"])
    return None
