"""The tests' interpreter of a graded run: it connects to the interpreter that holds the learner's module."""

import builtins
import random
import sys
from typing import Any

from _portal import environment, messages, proxies
from _portal.program import Outcome
from _portal.rpc import Channel, Message

# Attributes of any test function that a decorator copies to the function that wraps it.
_NAMES = frozenset(("__name__", "__qualname__", "__doc__"))


class _TestsServer:
    """Serves what the learner's interpreter may request of the tests' one."""

    def __init__(self, test_module: str) -> None:
        self._test_module = test_module
        too_deep = messages.Message("a value that the test passes is nested too deeply, or contains itself")
        self.channel = Channel(self._serve, self._make_proxy, _declared_type, too_deep)
        self.channel.extras = lambda: {"folder": environment.folder()}
        self.channel.on_extras = lambda message: environment.pass_on([str(text) for text in message.get("out", [])])

    def _make_proxy(self, number: int, content: Message) -> object:
        return proxies.make(self.channel, number, content)

    def _serve(self, message: Message) -> object:
        op = message["op"]
        if op == "input":
            return input(str(message["prompt"]))
        if op == "read":
            return sys.stdin.readline() if message["method"] == "readline" else sys.stdin.read()
        target = self.channel.exported(message["of"])
        if op == "iterate":
            return iter(target)
        if op == "next":
            return next(target)
        return self._attribute(target, op, str(message.get("name")))

    def _attribute(self, target: object, op: str, name: str) -> Any:
        """Only names, and attributes of the tests' own classes: frames and code lead to what the tests expect."""
        own = type(target).__module__ == self._test_module and not name.startswith("_")
        if op != "get" or not (own or name in _NAMES):
            raise AttributeError(f"{type(target).__name__!r} object has no attribute {name!r}")
        return getattr(target, name) if own else str(getattr(target, name))


def _declared_type(value: object) -> type | None:
    """Of an exception the nearest builtin one; of other objects nothing."""
    if not isinstance(value, BaseException):
        return None
    return next(base for base in type(value).__mro__ if vars(builtins).get(base.__name__) is base)


def connect(stem: str, test_module: str) -> tuple[Channel, Outcome | None]:
    """Make the learner's module importable by the tests.

    Returns:
        The channel, and the outcome of the run when the module could not be imported, else None.

    Raises:
        Disconnected: the learner's interpreter is gone.
    """
    channel = _TestsServer(test_module).channel
    answer = channel.ask("import")
    if "failed" in answer:
        return channel, dict(answer["failed"])
    _seed_both(channel)
    sys.path.clear()  # from here on, no file that the learner's code may have written is imported
    sys.modules[stem] = proxies.LearnerModule(channel, stem, answer["module"])
    return channel, None


def _seed_both(channel: Channel) -> None:
    """Let `random.seed` of the tests seed the learner's interpreter too."""
    seed_here = random.seed

    def seed(a: Any = None, version: int = 2) -> None:
        seed_here(a, version)
        if a is not None:
            channel.ask("seed", a=channel.encode(a), version=version)

    random.seed = seed
