"""The learner's interpreter of a graded run: it imports the module and serves requests of the tests' interpreter."""

import builtins
import copy
import importlib.util
import io
import random
import runpy
import sys
import types
from collections.abc import Callable
from typing import Any

from _portal import environment, errors, messages, program, serialization
from _portal.proxies import SPECIALS
from _portal.rpc import Channel, Disconnected, Message

Action = Callable[[Channel, Any, Message], object]


class _TestObject:
    """An object of the tests: it can be called, iterated over, and asked for public attributes."""

    __slots__ = ("_channel", "_number")

    def __init__(self, channel: Channel, number: int) -> None:
        self._channel, self._number = channel, number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._channel.call(self._number, args, kwargs)

    def __iter__(self) -> Any:
        return self._channel.ask("iterate", of=self._number)

    def __next__(self) -> Any:
        return self._channel.ask("next", of=self._number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and name not in ("__name__", "__qualname__"):
            raise AttributeError(name)
        return self._channel.ask("get", of=self._number, name=name)

    @property
    def __doc__(self) -> Any:
        return self._channel.ask("get", of=self._number, name="__doc__")


class _Stdin(io.TextIOBase):
    """Standard input, which the tests may have replaced."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def read(self, size: int | None = -1, /) -> str:
        return self._channel.ask("read", method="read", size=size)

    def readline(self, size: int = -1, /) -> str:
        return self._channel.ask("read", method="readline", size=size)


class _Replaced:
    """Functions of the library that the tests replaced, until they put the original back."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._originals: dict[str, Any] = {}

    def follow(self, replaced: dict[str, Any]) -> None:
        for name, content in replaced.items():
            module, attribute = name.split(".")
            self._originals.setdefault(name, getattr(sys.modules[module], attribute))
            setattr(sys.modules[module], attribute, self._channel.decode(content))
        for name in self._originals.keys() - replaced.keys():
            module, attribute = name.split(".")
            setattr(sys.modules[module], attribute, self._originals.pop(name))


def serve(code: str, module: str) -> None:
    """Import the learner's module when asked to, and serve requests until the host ends this interpreter."""
    connect(code, module).serve_forever()


def connect(code: str, module: str) -> Channel:
    """Make the channel to the tests' interpreter, and have it read the input of the learner's module."""
    actions = {**_ACTIONS, "import": lambda channel, _target, message: _import(channel, code, module, message["now"])}
    channel = Channel(
        lambda message: _serve(channel, actions, message),
        lambda number, content: _make_proxy(channel, number, content),
        _declared_type,
        messages.Message("a value that your program returned is nested too deeply, or contains itself"),
    )
    environment.take_output()
    channel.extras = lambda: {"out": environment.take_output()}
    followed = _Replaced(channel)

    def follow(message: Message) -> None:
        environment.follow(message.get("folder", ""), message.get("argv", []))
        followed.follow(message.get("replaced", {}))

    channel.on_extras = follow
    builtins.input = lambda *prompt: channel.ask("input", prompt=[str(text) for text in prompt])
    sys.stdin = sys.__stdin__ = _Stdin(channel)
    return channel


def _declared_type(value: object) -> type | None:
    return None if isinstance(value, type | types.FunctionType) else type(value)


def _serve(channel: Channel, actions: dict[str, Action], message: Message) -> object:
    target = channel.exported(message["of"]) if "of" in message else None
    return actions[message["op"]](channel, target, message)


def _import(channel: Channel, code: str, module: str, now: bool) -> dict[str, Any]:
    """Import the module from its known source, without searching for its file.

    Args:
        now: within a test, which is to see the error that the module raises.
    """
    path = f"{environment.WORK}/{module}"
    spec = importlib.util.spec_from_file_location(module.removesuffix(".py"), path)
    made = importlib.util.module_from_spec(spec)
    sys.modules[made.__name__] = made
    try:
        exec(compile(code, path, "exec", dont_inherit=True), made.__dict__)
        return {"module": channel.export(sys.modules[made.__name__])}
    except Disconnected:
        raise
    except BaseException as exc:
        if now:
            raise
        return {"failed": program.import_failed(exc)}


def _run_file(channel: Channel, _target: Any, message: Message) -> dict[str, Any]:
    """Run a file afresh, as a program; return its names, and the number under which their values can be asked for."""
    names = runpy.run_path(message["path"], channel.decode(message["globals"]), message["run_name"])
    return {"names": list(names), "values": channel.export(names)}


def _describe(channel: Channel, type_: Any, _message: Message) -> dict[str, Any]:
    specials = [name for name in SPECIALS if getattr(type_, name, None) is not getattr(object, name, None)]
    if issubclass(type_, BaseException):
        specials = [name for name in specials if getattr(type_, name, None) is not getattr(BaseException, name, None)]
    bases = [base for base in type_.__bases__ if _crosses(base)]
    return {
        "name": type_.__name__,
        "module": type_.__module__,
        "doc": type_.__doc__ if isinstance(type_.__doc__, str) else None,
        "specials": [name for name in specials if name != "__hash__"],
        "bases": [channel.encode(base) for base in bases],
    }


def _crosses(base: type) -> bool:
    """Whether a base can be one in the other interpreter too: one of the learner's own, or a builtin exception."""
    if vars(builtins).get(base.__name__) is base:
        return issubclass(base, BaseException) or base is object
    return getattr(sys.modules.get(base.__module__), "__file__", "").startswith(environment.WORK)


def _special(channel: Channel, target: object, message: Message) -> object:
    args = [channel.decode(content) for content in message["args"]]
    return getattr(type(target), message["name"])(target, *args)


_ACTIONS = {
    "get": lambda channel, target, message: getattr(target, message["name"]),
    "set": lambda channel, target, message: setattr(target, message["name"], channel.decode(message["to"])),
    "delete": lambda channel, target, message: delattr(target, message["name"]),
    "iterate": lambda channel, target, message: iter(target),
    "length": lambda channel, target, message: len(target),
    "item": lambda channel, target, message: target[channel.decode(message["key"])],
    "plain": lambda channel, target, message: serialization.plain(target),
    "copy": lambda channel, target, message: copy.deepcopy(target) if message["deep"] else copy.copy(target),
    "explain": lambda channel, target, message: errors.describe(target, in_tests=True),
    "seed": lambda channel, target, message: random.seed(channel.decode(message["a"]), message["version"]),
    "special": _special,
    "describe": _describe,
    "run_file": _run_file,
}


def _make_proxy(channel: Channel, number: int, content: Message) -> object:
    if "error" not in content:
        return _TestObject(channel, number)
    type_ = channel.decode(content["type"])
    type_ = type_ if isinstance(type_, type) and issubclass(type_, BaseException) else Exception
    made = type_.__new__(type_)
    made.args = tuple(channel.decode(arg) for arg in content["error"])
    return made
