"""Tests for which pytest has nothing to do but to call them: functions without fixtures, perhaps with literal values.

To collect, set up and report such a test takes pytest ten times as many instructions as to call it. They are called
directly, all of them within what pytest's plugins prepare for one test.
"""

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.fixtures import FixtureFunctionDefinition

from _portal import test_marks
from _portal.syntax_tree import own_nodes

# Without these words, a file has pytest do nothing for tests that do not ask for it: no fixtures and functions that set
# up all tests, marks or hooks of the whole file, order by scope, nor the variable that names the current test.
_WORDS = (
    "__test__", "autouse", "environ", "getenv", "pytest_", "pytestmark", "scope", "setUp", "setup", "tearDown",
    "teardown",
)  # fmt: skip
_NAMES = ("test", "Test")
_LITERAL = (
    ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.UnaryOp, ast.BinOp, ast.unaryop, ast.operator, ast.Load,
)  # fmt: skip


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
# For each plain test function its name, or the names of its cases.
Plain = dict[str, list[str]]
NamesOfCases = Callable[[ModuleType], list[str]]


def find(tests: str, tree: ast.Module, names_of_cases: NamesOfCases) -> Plain:
    """Return which tests of a file are plain.

    Args:
        names_of_cases: collects the tests of a module as pytest does, and returns their names.
    """
    if any(word in tests for word in _WORDS):
        return {}
    bound = Counter(name for node in ast.walk(tree) for name in _bound_names(node))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and bound[node.name] == 1]
    found = {node.name: _cases(node, names_of_cases) for node in functions if _is_called_only(node)}
    return {name: cases for name, cases in found.items() if cases}


def _bound_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, ast.alias):
        return [node.asname or node.name.partition(".")[0]]
    return [getattr(node, "name", None) or ""]  # of functions, classes, handlers and patterns


def _is_called_only(node: ast.FunctionDef) -> bool:
    arguments = node.args
    if arguments.posonlyargs or arguments.vararg or arguments.kwonlyargs or arguments.kwarg or arguments.defaults:
        return False
    return node.name.startswith("test") and not any(
        isinstance(inner, ast.Yield | ast.YieldFrom) or (isinstance(inner, ast.Return) and inner.value is not None)
        for inner in own_nodes(node)
    )


def _cases(node: ast.FunctionDef, names_of_cases: NamesOfCases) -> list[str]:
    """Return the names of the tests that a function makes; none if its decorators do more than to give it values."""
    decorators = [each for each in node.decorator_list if test_marks.name_of(each) not in test_marks.NAMES]
    arguments = [argument.arg for argument in node.args.args]
    if not decorators and not arguments:
        return [node.name]
    if not arguments or len(decorators) != 1 or _names_given_by(decorators[0]) != set(arguments):
        return []
    stub = f"import pytest\n@{ast.unparse(decorators[0])}\ndef {node.name}({', '.join(arguments)}): pass"
    module = ModuleType("stub")
    module.__file__ = "/stub.py"
    try:
        exec(stub, vars(module))
    except Exception:  # the file will raise the same
        return []
    return names_of_cases(module)


def _names_given_by(decorator: ast.expr) -> set[str]:
    """Return the arguments to which `parametrize` gives literal values, in one order; nothing for other decorators."""
    match decorator:
        case ast.Call(
            ast.Attribute(ast.Attribute(ast.Name("pytest"), "mark"), "parametrize"),
            [ast.Constant(str(names)), ast.List() | ast.Tuple()],
            [] | [ast.keyword("ids")],
        ):
            given = [decorator.args[1], *(keyword.value for keyword in decorator.keywords)]
            is_literal = all(isinstance(node, _LITERAL) for part in given for node in ast.walk(part))
            return set(_split(names)) if is_literal else set()
    return set()


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def made_in(module: ModuleType, plain: Plain) -> list[PlainTest]:
    """Return the plain tests that a module holds after it was executed."""
    return [test for name, cases in plain.items() for test in _tests_of(vars(module).get(name), cases)]


def _tests_of(function: Any, cases: list[str]) -> list[PlainTest]:
    if type(function) is not FunctionType or not vars(function).keys() <= {"pytestmark"}:
        return []
    marks = [mark for mark in vars(function).get("pytestmark", ()) if mark.name not in test_marks.NAMES]
    if not marks:
        return [PlainTest(cases[0], function)] if len(cases) == 1 else []
    names, values = _split(marks[0].args[0]), marks[0].args[1]
    if len(marks) != 1 or len(values) != len(cases):
        return []
    given = [[value] if len(names) == 1 else value for value in values]
    return [
        PlainTest(case, partial(function, **dict(zip(names, each, strict=True))))
        for case, each in zip(cases, given, strict=True)
    ]


def without(tests: list[PlainTest], module: ModuleType) -> ModuleType | None:
    """Return a module with all else of which pytest may make tests or fixtures; None if there is no other test."""
    plain = {test.name.partition("[")[0] for test in tests}
    other = {name: value for name, value in vars(module).items() if name not in plain and _is_collected(name, value)}
    if not any(name.startswith(_NAMES) for name in other):
        return None
    made = ModuleType(module.__name__)
    vars(made).update(other)
    return made


def _is_collected(name: str, value: object) -> bool:
    is_wrapped = type(value) is FunctionType and hasattr(value, "__wrapped__")  # by what may hide a fixture
    return is_wrapped or name.startswith(_NAMES) or type(value) is FixtureFunctionDefinition
