"""Tests for which pytest has nothing to do but to call them: functions without arguments and decorators.

To collect, set up and report such a test takes pytest ten times as many instructions as to call it. They are called
directly, all of them within what pytest's plugins prepare for one test.
"""

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.fixtures import FixtureFunctionDefinition

from _portal.syntax_tree import own_nodes

# Without these words, a file has pytest do nothing for tests that do not ask for it: no fixtures and functions that set
# up all tests, marks or hooks of the whole file, order by scope, nor the variable that names the current test.
_WORDS = (
    "__test__", "autouse", "environ", "getenv", "pytest_", "pytestmark", "scope", "setUp", "setup", "tearDown",
    "teardown",
)  # fmt: skip
_NAMES = ("test", "Test")


@dataclass(eq=False)
class PlainTest:
    """A test that is only called."""

    name: str
    function: Callable[[], object]


@dataclass
class PlainTests:
    """All plain tests of a run, in the place of one test of pytest's. `ihook` are its hooks."""

    config: Any
    ihook: Any
    call: Callable[[], object]


Test = pytest.Item | PlainTest


def find(tests: str, tree: ast.Module) -> list[str]:
    """Return the names of the tests in a file that are plain."""
    if any(word in tests for word in _WORDS):
        return []
    bound = Counter(name for node in ast.walk(tree) for name in _bound_names(node))
    return [node.name for node in tree.body if _is_plain(node) and bound[node.name] == 1]


def _bound_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, ast.alias):
        return [node.asname or node.name.partition(".")[0]]
    return [getattr(node, "name", None) or ""]  # of functions, classes, handlers and patterns


def _is_plain(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test") or node.decorator_list:
        return False
    arguments = node.args
    if arguments.posonlyargs or arguments.args or arguments.vararg or arguments.kwonlyargs or arguments.kwarg:
        return False
    return not any(
        isinstance(inner, ast.Yield | ast.YieldFrom) or (isinstance(inner, ast.Return) and inner.value is not None)
        for inner in own_nodes(node)
    )


def made_in(module: ModuleType, names: list[str]) -> list[PlainTest]:
    """Return the plain tests that a module holds after it was executed."""
    found = [PlainTest(name, vars(module).get(name)) for name in names]
    return [test for test in found if type(test.function) is FunctionType and not vars(test.function)]


def without(tests: list[PlainTest], module: ModuleType) -> ModuleType | None:
    """Return a module with all else of which pytest may make tests or fixtures; None if there is no other test."""
    plain = {test.name for test in tests}
    other = {name: value for name, value in vars(module).items() if name not in plain and _is_collected(name, value)}
    if not any(name.startswith(_NAMES) for name in other):
        return None
    made = ModuleType(module.__name__)
    vars(made).update(other)
    return made


def _is_collected(name: str, value: object) -> bool:
    is_wrapped = type(value) is FunctionType and hasattr(value, "__wrapped__")  # by what may hide a fixture
    return is_wrapped or name.startswith(_NAMES) or type(value) is FixtureFunctionDefinition
