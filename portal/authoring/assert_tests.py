"""Turn the assertions of data sets into pytest functions, one for each, with a title that a learner can read."""

import ast
import copy
from collections.abc import Sequence

from portal.authoring import test_files
from portal.authoring.models import BrokenExercise

_MAX_TITLE = 120


def from_asserts(asserts: Sequence[str], *, setup: str, reference: str) -> str:
    """Return a test module for statements such as `assert double(2) == 4`.

    Args:
        setup: code that they need; it comes first.
        reference: a solution. What they use of it is imported.
    """
    trees = [test_files.parse(f"test {number}", text) for number, text in enumerate(asserts, 1)]
    statements = [node for tree in trees for node in tree.body]
    return _module(statements, setup=setup, reference=reference)


def from_check(test: str, *, entry_point: str, reference: str) -> str:
    """Return a test module for a function `check(candidate)`, which asserts what it has to.

    Where it does more than that, it becomes one test.
    """
    tree = test_files.parse("its test", test)
    check = next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "check"), None)
    if check is None or len(check.args.args) != 1:
        raise BrokenExercise("its test does not define check(candidate)")
    candidate = check.args.args[0].arg
    setup = [node for node in tree.body if node is not check and not _is_metadata(node)]
    used = [node for node in check.body if candidate in names_in(node)]
    if all(isinstance(node, ast.Assert | ast.Expr) for node in check.body):
        renamed = [_renamed(node, candidate, entry_point) for node in used if isinstance(node, ast.Assert)]
        return _module(renamed, setup=_unparsed(setup), reference=reference)
    body = _unparsed([check])
    call = f'def test_all_examples():\n    """All examples are solved"""\n    check({entry_point})\n'
    return f"{_imports([entry_point])}\n{_unparsed(setup)}\n\n{body}\n\n\n{call}"


def names_in(node: ast.AST) -> set[str]:
    """Return the names that a piece of code reads."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def defined_in(code: str) -> set[str]:
    """Return the names that a module defines at its top level."""
    defined: set[str] = set()
    for node in test_files.parse("its reference solution", code).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined |= {name for target in targets for name in names_in(target)}
    return defined


def unique_titles(titles: Sequence[str], fallback: str) -> list[str]:
    """Return each title in one line; one that is too long or not new becomes `fallback` with its number."""
    found: list[str] = []
    for number, title in enumerate(titles, 1):
        line = " ".join(title.split())
        fits = len(line.split()) >= 2 and len(line) <= _MAX_TITLE and line not in found
        found.append(line if fits else f"{fallback} {number}")
    return found


def _module(statements: Sequence[ast.stmt], *, setup: str, reference: str) -> str:
    distinct = list({ast.dump(node): node for node in statements if isinstance(node, ast.Assert)}.values())
    if not distinct:
        raise BrokenExercise("its tests assert nothing")
    used = set().union(*map(names_in, distinct)) & defined_in(reference)
    if not used:
        raise BrokenExercise("its tests use nothing that the reference solution defines")
    titles = unique_titles([_title(node) for node in distinct], "Example")
    tests = [
        f"def test_{number}():\n    {title!r}\n    {ast.unparse(node)}\n"
        for number, (title, node) in enumerate(zip(titles, distinct, strict=True), 1)
    ]
    return "\n\n".join([f"{_imports(sorted(used))}\n{setup}".rstrip() + "\n", *tests])


def _imports(names: list[str]) -> str:
    return f"from solution import {', '.join(names)}\n"


def _title(node: ast.Assert) -> str:
    test = node.test
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        return f"{ast.unparse(test.left)} is {ast.unparse(test.comparators[0])}"
    return f"{ast.unparse(test)} holds"


def _renamed(node: ast.Assert, old: str, new: str) -> ast.Assert:
    changed = copy.deepcopy(node)
    for inner in ast.walk(changed):
        if isinstance(inner, ast.Name) and inner.id == old:
            inner.id = new
    return changed


def _is_metadata(node: ast.stmt) -> bool:
    is_metadata = isinstance(node, ast.Assign) and any("METADATA" in names_in(target) for target in node.targets)
    return is_metadata or isinstance(node, ast.Expr)


def _unparsed(nodes: Sequence[ast.stmt]) -> str:
    return "\n".join(ast.unparse(node) for node in nodes)
