"""The learner's interpreter of a graded run: it imports the module and serves requests of the tests' interpreter."""

import asyncio
import builtins
import copy
import importlib.util
import io
import os
import random
import runpy
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from importlib.machinery import SourceFileLoader
from typing import Any

from _portal import (
    companions,
    environment,
    errors,
    introspection,
    library,
    messages,
    program,
    serialization,
    test_objects,
)
from _portal.crossing import Disconnected, Message, is_known
from _portal.proxies import FIXED
from _portal.proxy_classes import SPECIALS, has_special
from _portal.rpc import Channel

Action = Callable[[Channel, Any, Message], object]


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
            if name == "os.environ":
                if content != os.environ:
                    os.environ.clear()
                    os.environ.update(content)
                continue
            value = self._channel.decode(content)
            module, _, attribute = name.rpartition(".")
            if name not in self._originals:
                self._originals[name] = getattr(sys.modules[module], attribute)
                if name == "warnings.showwarning":
                    warnings.simplefilter("always")  # those of the tests decide
            setattr(sys.modules[module], attribute, value)
        for name in self._originals.keys() - replaced.keys():
            module, _, attribute = name.rpartition(".")
            setattr(sys.modules[module], attribute, self._originals.pop(name))


def serve(code: str, module: str, names: list[str]) -> None:
    """Import the learner's module when asked to, and serve requests until the host ends this interpreter."""
    companions.know(companions.read([name for name in names if name != module]))
    connect(code, module).serve_forever()


def connect(code: str, module: str) -> Channel:
    """Make the channel to the tests' interpreter, and have it read the input of the learner's module."""
    actions = {**_ACTIONS, "import": lambda channel, _target, message: _import(channel, code, module, message["now"])}
    channel = Channel(
        lambda message: _serve(channel, actions, message),
        lambda number, content: test_objects.make(channel, number, content),
        lambda value: _declared(channel, value),
        messages.Message("a value that your program returned is nested too deeply"),
        first_number=1,
    )
    environment.take_output()
    followed = _Replaced(channel)

    def output() -> Message:
        texts = environment.take_output()
        return {"out": texts} if any(texts) else {}

    def follow(message: Message) -> None:
        if "folder" in message:
            environment.follow(message["folder"], message["argv"])
        if "replaced" in message:
            followed.follow(message["replaced"])

    channel.extras = output
    channel.on_extras = follow
    builtins.input = lambda *prompt: channel.ask("input", prompt=[str(text) for text in prompt])
    sys.stdin = sys.__stdin__ = _Stdin(channel)
    return channel


def _declared(channel: Channel, value: Any) -> Message:
    """Of an object its class, and the immutable value that it is."""
    if isinstance(value, type | types.FunctionType):
        return {}
    type_ = type(value)
    known = type_ in library.SHOWN or isinstance(value, BaseException)
    declared = {"type": channel.encode(type_) if known else channel.encode_object(type_)}
    if isinstance(value, FIXED):
        declared["held"] = channel.encode(serialization.plain(value))
    return declared


def _serve(channel: Channel, actions: dict[str, Action], message: Message) -> object:
    target = channel.exported(message["of"]) if "of" in message else None
    return actions[message["op"]](channel, target, message)


def _import(channel: Channel, code: str, module: str, now: bool) -> dict[str, Any]:
    """Import the module from its known source, without searching for its file.

    Args:
        now: within a test, which is to see the error that the module raises.
    """
    name, path = module.removesuffix(".py"), f"{environment.WORK}/{module}"
    loader = SourceFileLoader(name, path)
    spec = importlib.util.spec_from_file_location(name, path, loader=loader, submodule_search_locations=None)
    spec.cached = f"{environment.WORK}/__pycache__/{name}.{sys.implementation.cache_tag}.pyc"
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
    names = runpy.run_path(message["path"], message["globals"], message["run_name"])
    return {"names": list(names), "values": channel.export(names)}


def _describe(channel: Channel, type_: Any, _message: Message) -> dict[str, Any]:
    base = next((base for base in (*FIXED, BaseException) if issubclass(type_, base)), object)
    specials = [name for name in SPECIALS if has_special(type_, name, base)]
    return {
        "name": type_.__name__,
        "qualname": type_.__qualname__,
        "module": type_.__module__,
        "doc": type_.__doc__ if isinstance(type_.__doc__, str) else None,
        "line": vars(type_).get("__firstlineno__"),
        "specials": [name for name in specials if name != "__hash__"],
        "abstract": sorted(getattr(type_, "__abstractmethods__", ())),
        "names": sorted(_defined_names(type_)),
        "bases": [channel.encode(base) for base in _bases(type_)],
    }


def _defined_names(type_: type) -> Iterator[str]:
    """The names in a learner's class, and in those of its bases that are the learner's."""
    return (name for class_ in type_.__mro__ if _is_learners(class_) for name in vars(class_))


def _bases(type_: type) -> list[type]:
    """The bases that can be some in the other interpreter too; of an exception, at least the nearest builtin one."""
    bases = [base for base in type_.__bases__ if _crosses(base)]
    if issubclass(type_, BaseException) and not any(issubclass(base, BaseException) for base in bases):
        bases.append(next(base for base in type_.__mro__ if is_known(base)))
    return bases


def _crosses(base: type) -> bool:
    known = base in library.INHERITABLE or (issubclass(base, BaseException) and library.name_of(base) is not None)
    return known or base is object or _is_learners(base)


def _is_learners(class_: type) -> bool:
    return getattr(sys.modules.get(class_.__module__), "__file__", "").startswith(environment.WORK)


def _special(channel: Channel, target: object, message: Message) -> object:
    return getattr(type(target), message["name"])(target, *message.get("args", ()))


class _ReplacedAttributes:
    """What the tests set in the learner's module and classes, with what was there before.

    `monkeypatch` and `patch` undo by deleting what is not in the `__dict__` of the proxy.
    """

    def __init__(self) -> None:
        self._originals: dict[tuple[int, str], Any] = {}

    def set(self, target: Any, name: str, value: object) -> None:
        if isinstance(target, type | types.ModuleType):
            original = self._originals.setdefault((id(target), name), vars(target).get(name, ...))
            if value is original:
                del self._originals[id(target), name]
        setattr(target, name, value)

    def delete(self, target: Any, name: str) -> None:
        original = self._originals.pop((id(target), name), ...)
        if original is ...:
            delattr(target, name)
        else:
            setattr(target, name, original)


_REPLACED = _ReplacedAttributes()
_ACTIONS = {
    "get": lambda channel, target, message: getattr(target, message["name"]),
    "set": lambda channel, target, message: _REPLACED.set(target, message["name"], message["to"]),
    "delete": lambda channel, target, message: _REPLACED.delete(target, message["name"]),
    "iterate": lambda channel, target, message: iter(target),
    "length": lambda channel, target, message: len(target),
    "item": lambda channel, target, message: target[message["key"]],
    "plain": lambda channel, target, message: serialization.plain(target),
    "copy": lambda channel, target, message: copy.deepcopy(target) if message["deep"] else copy.copy(target),
    "explain": lambda channel, target, message: errors.describe(target, in_tests=True),
    "seed": lambda channel, target, message: random.seed(message["a"], message["version"]),
    "special": _special,
    "describe": _describe,
    "signature": lambda channel, target, message: introspection.describe_signature(target),
    "fields": lambda channel, target, message: introspection.describe_fields(target),
    "where": lambda channel, target, message: [target.__code__.co_qualname, target.__code__.co_firstlineno],
    "run_coroutine": lambda channel, target, message: asyncio.run(target),
    "run_file": _run_file,
}
