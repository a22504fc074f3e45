"""In the learner's interpreter: the module, and what the interpreter of the tests may ask of it."""

import builtins
import importlib.util
import io
import sys
import types
from collections.abc import Callable
from typing import Any

from _portal import environment, program, values
from _portal.link import Ended, Link, Message
from _portal.stand_ins import SPECIALS

Action = Callable[[Link, Any, Message], object]


class _OfTests:
    """An object of the tests: called, gone through, and asked for what it does not hide."""

    __slots__ = ("_link", "_number")

    def __init__(self, link: Link, number: int) -> None:
        self._link, self._number = link, number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._link.call(self._number, args, kwargs)

    def __iter__(self) -> Any:
        return self._link.ask("iterate", of=self._number)

    def __next__(self) -> Any:
        return self._link.ask("next", of=self._number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and name not in ("__name__", "__qualname__"):
            raise AttributeError(name)
        return self._link.ask("get", of=self._number, name=name)

    @property
    def __doc__(self) -> Any:
        return self._link.ask("get", of=self._number, name="__doc__")


class _Stdin(io.TextIOBase):
    """Standard input, which the tests may have replaced."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def read(self, size: int | None = -1, /) -> str:
        return self._link.ask("read", method="read", size=size)

    def readline(self, size: int = -1, /) -> str:
        return self._link.ask("read", method="readline", size=size)


def serve(code: str, module: str) -> None:
    """Import the learner's module when it is asked for, and answer until the host ends this interpreter."""
    actions = {**_ACTIONS, "import": lambda link, _target, _message: _import(link, code, module)}
    link = Link(lambda message: _serve(link, actions, message), lambda *handle: _stand_in(link, *handle), _type_told)
    link.tell = lambda: {"out": environment.take_output()}
    link.hear = lambda message: environment.follow(str(message.get("folder", "")))
    builtins.input = lambda prompt="", /: link.ask("input", prompt=str(prompt))
    sys.stdin = sys.__stdin__ = _Stdin(link)
    link.answer_for_ever()


def _type_told(value: object) -> type | None:
    return None if isinstance(value, type | types.FunctionType) else type(value)


def _serve(link: Link, actions: dict[str, Action], message: Message) -> object:
    target = link.kept(message["of"]) if "of" in message else None
    return actions[message["op"]](link, target, message)


def _import(link: Link, code: str, module: str) -> dict[str, Any]:
    """What `import` does, without a search for a file whose place and content are known."""
    path = f"{environment.WORK}/{module}"
    spec = importlib.util.spec_from_file_location(module.removesuffix(".py"), path)
    made = importlib.util.module_from_spec(spec)
    sys.modules[made.__name__] = made
    try:
        exec(compile(code, path, "exec", dont_inherit=True), made.__dict__)
        return {"module": link.keep(sys.modules[made.__name__])}
    except Ended:
        raise
    except BaseException as exc:
        return {"failed": program.import_failed(exc)}


def _describe(link: Link, type_: Any, _message: Message) -> dict[str, Any]:
    specials = [name for name in SPECIALS if getattr(type_, name, None) is not getattr(object, name, None)]
    if issubclass(type_, BaseException):
        specials = [name for name in specials if getattr(type_, name, None) is not getattr(BaseException, name, None)]
    bases = [base for base in type_.__bases__ if _crosses(base)]
    return {
        "name": type_.__name__,
        "module": type_.__module__,
        "doc": type_.__doc__ if isinstance(type_.__doc__, str) else None,
        "specials": [name for name in specials if name != "__hash__"],
        "bases": [link.encode(base) for base in bases],
    }


def _crosses(base: type) -> bool:
    """Whether a base can be one in the other interpreter too: one of the learner's own, or a builtin exception."""
    if vars(builtins).get(base.__name__) is base:
        return issubclass(base, BaseException) or base is object
    return getattr(sys.modules.get(base.__module__), "__file__", "").startswith(environment.WORK)


def _special(link: Link, target: object, message: Message) -> object:
    args = [link.decode(content) for content in message["args"]]
    return getattr(type(target), message["name"])(target, *args)


_ACTIONS = {
    "get": lambda link, target, message: getattr(target, message["name"]),
    "set": lambda link, target, message: setattr(target, message["name"], link.decode(message["to"])),
    "delete": lambda link, target, message: delattr(target, message["name"]),
    "iterate": lambda link, target, message: iter(target),
    "length": lambda link, target, message: len(target),
    "item": lambda link, target, message: target[link.decode(message["key"])],
    "plain": lambda link, target, message: values.plain(target),
    "special": _special,
    "describe": _describe,
}


def _stand_in(link: Link, number: int, content: Message) -> object:
    if "error" not in content:
        return _OfTests(link, number)
    type_ = link.decode(content["type"])
    type_ = type_ if isinstance(type_, type) and issubclass(type_, BaseException) else Exception
    made = type_.__new__(type_)
    made.args = tuple(link.decode(arg) for arg in content["error"])
    return made
