"""The tests' interpreter of a graded run: it connects to the interpreter that holds the learner's module."""

import builtins
import os
import pkgutil
import random
import runpy
import sys
import types
from collections.abc import Iterator, Mapping
from importlib.machinery import ModuleSpec
from typing import Any
from unittest.mock import Mock

from _portal import environment, messages, proxies
from _portal.program import Outcome
from _portal.rpc import Channel, Disconnected, Message

# Attributes of any test function that a decorator copies to the function that wraps it.
_NAMES = frozenset(("__name__", "__qualname__", "__doc__"))
# What a mock records and how it is changed.
_OF_EVERY_MOCK = frozenset(dir(Mock()))


class _TestsServer:
    """Serves what the learner's interpreter may request of the tests' one."""

    def __init__(self, test_module: str, replaceable: list[str]) -> None:
        self._test_module = test_module
        self._originals = {name: pkgutil.resolve_name(name) for name in replaceable if _exists(name)}
        too_deep = messages.Message("a value that the test passes is nested too deeply, or contains itself")
        self.channel = Channel(self._serve, self._make_proxy, _declared_type, too_deep)
        self.channel.extras = self._extras
        self.channel.on_extras = lambda message: environment.pass_on([str(text) for text in message.get("out", [])])

    def _extras(self) -> Message:
        """What the other interpreter takes from this one: folder, arguments, and functions that the tests replaced."""
        now = {name: pkgutil.resolve_name(name) for name in self._originals}
        replaced = {name: self.channel.encode(now[name]) for name in now if now[name] is not self._originals[name]}
        return {"folder": environment.folder(), "argv": sys.argv, "replaced": replaced}

    def _make_proxy(self, number: int, content: Message) -> object:
        return proxies.make(self.channel, number, content)

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
        return self._attribute(target, op, str(message.get("name")))

    def _attribute(self, target: object, op: str, name: str) -> Any:
        """Only names, attributes of the tests' own classes, and those that a mock invents when it is asked.

        Frames and code lead to what the tests expect, and methods of a mock could change what it has recorded.
        """
        own_types = type(target).__module__ == self._test_module or type(target) is types.SimpleNamespace
        own = own_types and not name.startswith("_")
        own = own or (isinstance(target, Mock) and not name.startswith("_") and name not in _OF_EVERY_MOCK)
        if op != "get" or not (own or name in _NAMES):
            raise AttributeError(f"{type(target).__name__!r} object has no attribute {name!r}")
        return getattr(target, name) if own else str(getattr(target, name))


def _declared_type(value: object) -> type | None:
    """Of an exception the nearest builtin one; of other objects nothing."""
    if not isinstance(value, BaseException):
        return None
    return next(base for base in type(value).__mro__ if vars(builtins).get(base.__name__) is base)


class _Importer:
    """Finds the learner's module when a test imports it: for the first time, or again."""

    def __init__(self, channel: Channel, stem: str) -> None:
        self._channel, self._stem = channel, stem

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name == self._stem else None

    def create_module(self, spec: ModuleSpec) -> proxies.LearnerModule:
        return proxies.LearnerModule(self._channel, spec.name)

    def exec_module(self, module: proxies.LearnerModule) -> None:
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
            self._values[name] = self._channel.ask("item", of=self._number, key=self._channel.encode(name))
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


def connect(stem: str, test_module: str, replaceable: list[str], *, import_now: bool) -> tuple[Channel, Outcome | None]:
    """Make the learner's module available to the tests.

    Args:
        replaceable: functions of the library that the tests replace, for the learner's module too.
        import_now: import it at once; otherwise when a test does so.

    Returns:
        The channel, and the outcome of the run when the module could not be imported, else None.

    Raises:
        Disconnected: the learner's interpreter is gone.
    """
    channel = _TestsServer(test_module, replaceable).channel
    if import_now:
        answer = channel.ask("import", now=False)
        if "failed" in answer:
            return channel, dict(answer["failed"])
        sys.modules[stem] = proxies.LearnerModule(channel, stem, answer["module"])
    _seed_both(channel)
    _run_programs_there(channel, stem)
    sys.path.clear()  # from here on, no file that the learner's code may have written is imported
    sys.meta_path.append(_Importer(channel, stem))
    return channel, None


def _run_programs_there(channel: Channel, stem: str) -> None:
    """Let `runpy.run_path`, and `run_module` for the learner's module, run files in the learner's interpreter."""
    run_module_here = runpy.run_module

    def run_path(path_name: Any, init_globals: Any = None, run_name: Any = None) -> Mapping[str, Any]:
        path = os.path.abspath(os.fsdecode(path_name))
        names = channel.ask("run_file", path=path, globals=channel.encode(init_globals), run_name=run_name)
        return _ProgramNames(channel, names)

    def run_module(mod_name: str, init_globals: Any = None, run_name: Any = None, alter_sys: bool = False) -> Any:
        if mod_name != stem:
            return run_module_here(mod_name, init_globals, run_name, alter_sys)
        return run_path(f"{environment.WORK}/{stem}.py", init_globals, run_name or stem)

    runpy.run_path, runpy.run_module = run_path, run_module


def _seed_both(channel: Channel) -> None:
    """Let `random.seed` of the tests seed the learner's interpreter too."""
    seed_here = random.seed

    def seed(a: Any = None, version: int = 2) -> None:
        seed_here(a, version)
        if a is not None:
            channel.ask("seed", a=channel.encode(a), version=version)

    random.seed = seed
