"""The tests' interpreter of a graded run: it connects to the interpreter that holds the learner's module."""

import asyncio
import io
import os
import pkgutil
import random
import runpy
import sys
import warnings
from collections.abc import Iterator, Mapping
from importlib.machinery import ModuleSpec
from typing import Any
from unittest.mock import NonCallableMock

from _portal import companions, environment, messages, proxies, proxy_classes, test_objects
from _portal.crossing import Disconnected, Message, is_known
from _portal.module_proxy import LearnerModule
from _portal.program import Outcome
from _portal.rpc import Channel

# Attributes of any test function that a decorator copies to the function that wraps it.
_NAMES = frozenset(("__name__", "__qualname__", "__doc__"))
# Types of the library whose objects the learner's program may use as if they were its own.
_GIVEN_AWAY = (io.BytesIO, io.StringIO)
# What a mock records and how it is changed.
_OF_EVERY_MOCK = frozenset(dir(NonCallableMock()))
# What the library notes of warnings that it shows once.
_warned: dict[Any, Any] = {}


class _TestsServer:
    """Serves what the learner's interpreter may request of the tests' one."""

    def __init__(self, test_module: str, replaceable: list[str]) -> None:
        self._test_module = test_module
        self._originals = {name: pkgutil.resolve_name(name) for name in replaceable if _exists(name)}
        self._hears_warnings = self._originals.pop("warnings.showwarning", None) is not None
        self._has_environment = "os.environ" in replaceable
        self._replaces = bool(replaceable)
        self._place = environment.WORK, list(sys.argv)
        too_deep = messages.Message("a value that the test passes is nested too deeply")
        self.channel = Channel(self._serve, self._make_proxy, self._declared, too_deep, first_number=0)
        self.channel.extras = self._extras
        self.channel.on_extras = self._on_extras

    def _extras(self) -> Message:
        """What the other interpreter takes from this one: folder, arguments, and functions that the tests replaced."""
        place, extras = (environment.folder(), list(sys.argv)), {}
        if place != self._place:
            self._place = place
            extras["folder"], extras["argv"] = place
        return {**extras, "replaced": self._replaced()} if self._replaces else extras

    def _replaced(self) -> Message:
        now = {name: pkgutil.resolve_name(name) for name in self._originals}
        replaced = {name: self.channel.encode(now[name]) for name in now if now[name] is not self._originals[name]}
        if self._hears_warnings:
            replaced["warnings.showwarning"] = self.channel.encode(_warn)
        if self._has_environment:
            replaced["os.environ"] = dict(os.environ)
        return replaced

    def _on_extras(self, message: Message) -> None:
        if "out" in message:
            environment.pass_on([str(text) for text in message["out"]])

    def _make_proxy(self, number: int, content: Message) -> object:
        return proxy_classes.make(self.channel, number, content)

    def _serve(self, message: Message) -> object:
        op = message["op"]
        if op == "input":
            return input(*map(str, message["prompt"]))
        if op == "read":
            return sys.stdin.readline() if message["method"] == "readline" else sys.stdin.read()
        target = self.channel.exported(message["of"])
        if op == "iterate":
            return iter(target)
        if op == "next":
            return next(target)
        name = str(message.get("name"))
        if op == "special" and name in self._specials(target):
            args = message.get("args", ())
            is_mock = isinstance(target, NonCallableMock)  # whose special methods record how they are called
            return getattr(target, name)(*args) if is_mock else getattr(type(target), name)(target, *args)
        is_method = callable(getattr(type(target), name, None))
        if op == "set" and self._is_own(target) and not name.startswith("_") and not is_method:
            return setattr(target, name, message["to"])
        return self._attribute(target, op, name)

    def _attribute(self, target: object, op: str, name: str) -> Any:
        """Only names, attributes of the tests' own classes, and those that a mock invents when it is asked.

        Frames and code lead to what the tests expect, and methods of a mock could change what it has recorded.
        """
        own = self._is_own(target) and not name.startswith("_")
        own = own or (isinstance(target, NonCallableMock) and not name.startswith("_") and name not in _OF_EVERY_MOCK)
        if op != "get" or not (own or name in _NAMES):
            raise AttributeError(f"{type(target).__name__!r} object has no attribute {name!r}")
        return getattr(target, name) if own else str(getattr(target, name))

    def _is_own(self, target: object) -> bool:
        type_ = type(target)
        return type_.__module__ == self._test_module or type_ in _GIVEN_AWAY or companions.defines(type_)

    def _specials(self, target: object) -> list[str]:
        """The special methods that the learner's program may use: those of the tests' own classes and of mocks."""
        if not self._is_own(target) and not isinstance(target, NonCallableMock):
            return []
        return [name for name in test_objects.SPECIALS if proxy_classes.has_special(type(target), name, object)]

    def _declared(self, value: Any) -> Message:
        """Of an exception the nearest one that both interpreters know; of other objects their special methods."""
        name = type(value).__name__
        if isinstance(value, BaseException):
            known = next(base for base in type(value).__mro__ if is_known(base))
            return {"type": self.channel.encode(known), "name": name}
        return {"name": name, "specials": self._specials(value)}


def _warn(message: Any, category: Any, filename: str, lineno: int, *_more: object) -> None:
    """Repeat here a warning of the learner's program."""
    warnings.warn_explicit(message, category, filename, lineno, registry=_warned)


class _Importer:
    """Finds the learner's module when a test imports it: for the first time, or again."""

    def __init__(self, channel: Channel, stem: str) -> None:
        self._channel, self._stem = channel, stem

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name == self._stem else None

    def create_module(self, spec: ModuleSpec) -> LearnerModule:
        return LearnerModule(self._channel, spec.name)

    def exec_module(self, module: LearnerModule) -> None:
        module._portal_number = self._channel.ask("import", now=True)["module"]


class _ProgramNames(Mapping[str, Any]):
    """The names that a program of the learner's left. Each value is asked for once, when a test wants it."""

    def __init__(self, channel: Channel, answer: Any) -> None:
        if not isinstance(answer, dict) or not isinstance(answer.get("names"), list):
            raise Disconnected("these are no names")
        self._channel, self._number = channel, answer.get("values")
        self._values = dict.fromkeys(answer["names"], ...)

    def __getitem__(self, name: str) -> Any:
        if self._values[name] is ...:
            self._values[name] = self._channel.ask("item", of=self._number, key=name)
        return self._values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _exists(name: str) -> bool:
    try:
        return callable(pkgutil.resolve_name(name))
    except (AttributeError, ImportError, ValueError):
        return False


def connect(
    stem: str, test_module: str, replaceable: list[str], code: str, *, import_now: bool
) -> tuple[Channel, Outcome | None]:
    """Make the learner's module available to the tests.

    Args:
        replaceable: functions of the library that the tests replace, for the learner's module too.
        code: the source of the learner's module.
        import_now: import it at once; otherwise when a test does so.

    Returns:
        The channel, and the outcome of the run when the module could not be imported, else None.

    Raises:
        Disconnected: the learner's interpreter is gone.
    """
    channel = _TestsServer(test_module, replaceable).channel
    channel.source, channel.filename = code, f"{environment.WORK}/{stem}.py"
    if import_now:
        answer = channel.ask("import", now=False)
        if "failed" in answer:
            return channel, dict(answer["failed"])
        sys.modules[stem] = LearnerModule(channel, stem, answer["module"])
    _seed_both(channel)
    _run_programs_there(channel, stem)
    _run_coroutines_there(channel)
    sys.path.clear()  # from here on, no file that the learner's code may have written is imported
    sys.meta_path.append(_Importer(channel, stem))
    companions.install()
    return channel, None


def _run_programs_there(channel: Channel, stem: str) -> None:
    """Let `runpy.run_path`, and `run_module` for the learner's module, run files in the learner's interpreter."""
    run_module_here = runpy.run_module

    def run_path(path_name: Any, init_globals: Any = None, run_name: Any = None) -> Mapping[str, Any]:
        path = os.path.abspath(os.fsdecode(path_name))
        names = channel.ask("run_file", path=path, globals=init_globals, run_name=run_name)
        return _ProgramNames(channel, names)

    def run_module(mod_name: str, init_globals: Any = None, run_name: Any = None, alter_sys: bool = False) -> Any:
        if mod_name != stem:
            return run_module_here(mod_name, init_globals, run_name, alter_sys)
        return run_path(f"{environment.WORK}/{stem}.py", init_globals, run_name or stem)

    runpy.run_path, runpy.run_module = run_path, run_module


def _run_coroutines_there(channel: Channel) -> None:
    """Let `asyncio.run` run a coroutine of the learner's in the learner's interpreter."""
    run_here = asyncio.run

    def run(main: Any, *, debug: bool | None = None, loop_factory: Any = None) -> Any:
        if isinstance(main, proxies.Remote):
            return channel.ask("run_coroutine", of=channel.number_of_proxy(main))
        return run_here(main, debug=debug, loop_factory=loop_factory)

    asyncio.run = run


def _seed_both(channel: Channel) -> None:
    """Let `random.seed` of the tests seed the learner's interpreter too."""
    seed_here = random.seed

    def seed(a: Any = None, version: int = 2) -> None:
        seed_here(a, version)
        if a is not None:
            channel.ask("seed", a=a, version=version)

    random.seed = seed
