"""The keys of all messages that can be translated, read from the sources of both services."""

import ast
import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import app  # noqa: F401 (defines every error)
from portal import errors
from portal.services import password_reset
from portal.translations import key_of

_PROJECT = Path(__file__).resolve().parent.parent
_GUEST = _PROJECT / "executor" / "guest" / "_portal"
# What marshmallow says of the fields and validators in use.
_OF_MARSHMALLOW = {
    "Field may not be null.", "Invalid input type.", "Invalid value.", "Length must be between {0} and {1}.",
    "Longer than maximum length {0}.", "Missing data for required field.", "Must be one of: {0}.",
    "Must be greater than or equal to {0} and less than or equal to {1}.", "Not a valid integer.",
    "Not a valid string.", "Unknown field.",
}  # fmt: skip


@functools.cache
def of_executor() -> set[str]:
    """Return the templates of explanations and other texts for learners."""
    rules = tomllib.loads((_GUEST / "explanations.toml").read_text("utf-8"))["explanation"]
    found = {rule[name] for rule in rules for name in ("means", "in_tests", "by_tests") if name in rule}
    for node in _nodes("executor"):
        if isinstance(node, ast.Call) and _name(node) == "Message":
            found |= {value.value for value in node.args[:1] if isinstance(value, ast.Constant)}
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_PHRASES":
            found |= set(ast.literal_eval(node.value).values())
    return found


def of_portal() -> set[str]:
    """Return the messages of successes and errors, with placeholders for their numbers."""
    classes = list(_subclasses(errors.PortalError))
    found = {error.default_message() for error in classes if hasattr(error, "code")}
    raising = {error.__name__ for error in classes} | {"PortalError", "ValidationError", "_BadKey"}
    for node in _nodes("portal"):
        if isinstance(node, ast.Call):
            found |= set(_of_call(node, raising))
        if isinstance(node, ast.Dict | ast.DictComp):  # `details`, by field
            values = node.values if isinstance(node, ast.Dict) else [node.value]
            texts = (text for value in values if isinstance(value, ast.List) for text in _texts(value.elts))
            found |= {text for text in texts if re.fullmatch(r"[A-Z].*\.", text)}
    for node in _nodes("portal/routes"):
        if isinstance(node, ast.Return):
            found |= set(_of_view(node))
    return {key_of(text) for text in found} | _OF_MARSHMALLOW | {password_reset._MAIL}


def _of_call(call: ast.Call, raising: set[str]) -> Iterator[str]:
    if _name(call) in raising or ast.unparse(call.func) == "super().__init__":
        yield from _texts(call.args[:1])
    if _name(call) == "translate":
        yield from _texts(call.args[:1])
    if _name(call) == "streamed":
        yield from _texts(call.args[3:4])


def _of_view(statement: ast.Return) -> Iterator[str]:
    """The message of a success: what a view returns with its data, or one of two that a function chooses."""
    if isinstance(statement.value, ast.IfExp):
        yield from _texts([statement.value])
    if isinstance(statement.value, ast.Tuple) and len(statement.value.elts) == 2:
        yield from _texts(statement.value.elts[1:])


def _nodes(folder: str) -> Iterator[ast.AST]:
    for path in (_PROJECT / folder).rglob("*.py"):
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _subclasses(error: type[errors.PortalError]) -> Iterator[type[errors.PortalError]]:
    for child in error.__subclasses__():
        yield child
        yield from _subclasses(child)


def _texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from _texts([node.body, node.orelse])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values)
