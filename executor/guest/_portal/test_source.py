"""Find in the source of the tests what a failed statement called, compared and expected."""

import ast
from collections.abc import Iterator
from types import FrameType
from typing import Any

from _portal.class_proxy import RemoteType
from _portal.module_proxy import LearnerModule
from _portal.proxies import Remote
from _portal.syntax_tree import Function, nodes_in

_GIVING_OUTPUT = ("readouterr", "getvalue")
_CAPTURED = (*_GIVING_OUTPUT, "capsys")


class TestSource:
    """A parsed test file."""

    __test__ = False

    def __init__(self, tests: str, module: str) -> None:
        self._tree = ast.parse(tests)
        self._module = module
        self._functions = {node.name: node for node in self._tree.body if isinstance(node, Function)}

    def is_captured(self, node: ast.AST) -> bool:
        """Whether an expression captures output, itself or by a helper or fixture of the test file."""
        if _names_any(_CAPTURED, node):
            return True
        calls = [inner.func for inner in nodes_in(node) if isinstance(inner, ast.Call)]
        helpers = [self._functions.get(called.id) for called in calls if isinstance(called, ast.Name)]
        return any(helper is not None and _gives_output(helper) for helper in helpers)

    def path_to(self, line: int) -> list[ast.AST]:
        """Return the nodes around a line, from the outermost to the innermost statement."""
        path: list[ast.AST] = []
        body: list[Any] = self._tree.body
        while True:
            node = next((node for node in body if node.lineno <= line <= (node.end_lineno or node.lineno)), None)
            if node is None:
                return path
            path.append(node)
            body = [inner for inner in ast.iter_child_nodes(node) if isinstance(inner, ast.stmt | ast.ExceptHandler)]

    def is_learners(self, value: object) -> bool:
        """Whether a value is the learner's module, or a function, class or object that it defines."""
        if isinstance(value, Remote | RemoteType | LearnerModule):
            return True
        if getattr(value, "__name__", None) == self._module:
            return True
        owner = value if callable(value) and hasattr(value, "__name__") else type(value)
        return getattr(owner, "__module__", None) == self._module


class Statement:
    """A statement of the tests that failed, with the values that its names have."""

    def __init__(self, source: TestSource, frame: FrameType, line: int) -> None:
        self.path = source.path_to(line)
        self.node: ast.AST = self.path[-1] if self.path else ast.Pass()
        self._source = source
        self._frame = frame
        self._line = line

    def value_of(self, name: str) -> object:
        """Return the value of a name; Ellipsis for an unknown one."""
        return self._frame.f_locals.get(name, self._frame.f_globals.get(name, ...))

    def learners_calls(self, node: ast.AST) -> list[ast.Call]:
        """Return the calls of the learner's functions and methods in an expression, innermost last."""
        calls = [inner for inner in nodes_in(node) if isinstance(inner, ast.Call)]
        return [call for call in calls if self._is_learners(call.func)]

    def comes_from_learner(self, node: ast.AST) -> int:
        """Tell how surely an expression holds the learner's value, not the expected one: 0 to 3."""
        if self.learners_calls(node):
            return 3
        names = [inner for inner in nodes_in(node) if isinstance(inner, ast.Name)]
        if any(self._source.is_learners(self.value_of(name.id)) for name in names):
            return 3
        if self.is_caught(node):
            return 2
        assigned = [value for name in names if (value := self.assigned(name.id)) is not None]
        if any(self.learners_calls(value) for value in assigned):
            return 3
        if any(self._source.is_captured(holding) for holding in (node, *assigned)):
            return 2
        return 0 if isinstance(node, ast.Constant) or not names else 1

    def is_passed(self, node: ast.AST) -> bool:
        """Whether an expression is a variable of the test that an earlier line passed to the learner's program."""
        if not isinstance(node, ast.Name) or self.assigned(node.id) is None:
            return False
        function = next((outer for outer in reversed(self.path) if isinstance(outer, ast.FunctionDef)), None)
        return function is not None and any(
            isinstance(argument, ast.Name) and argument.id == node.id
            for call in self.learners_calls(function)
            if call.lineno < self._line
            for argument in call.args
        )

    def is_caught(self, node: ast.AST) -> bool:
        """Whether an expression holds the error that `with pytest.raises(...) as caught` caught."""
        names = {inner.id for inner in nodes_in(node) if isinstance(inner, ast.Name)}
        return any(
            isinstance(item.optional_vars, ast.Name) and item.optional_vars.id in names
            for outer in self.path
            for inner in nodes_in(outer)
            if isinstance(inner, ast.With)
            for item in inner.items
        )

    def is_captured(self, node: ast.AST) -> bool:
        """Whether an expression holds captured output."""
        return self.comes_from_learner(node) == 2 and not self.is_caught(node)

    def assigned(self, name: str) -> ast.expr | None:
        """Return what was last assigned to a name above this statement, in the same function."""
        function = next((node for node in reversed(self.path) if isinstance(node, ast.FunctionDef)), None)
        found: ast.expr | None = None
        for node in nodes_in(function) if function is not None else ():
            if isinstance(node, ast.Assign) and node.lineno < self._line:
                for target in node.targets:
                    if name in [inner.id for inner in nodes_in(target) if isinstance(inner, ast.Name)]:
                        found = node.value
        return found

    def enclosing_raises(self) -> ast.expr | None:
        """Return the `pytest.raises(...)` or `self.assertRaises(...)` that the statement belongs to."""
        for node in reversed(self.path):
            for item in node.items if isinstance(node, ast.With) else ():
                if _name_of(item.context_expr) in ("raises", "assertRaises", "assertRaisesRegex"):
                    return item.context_expr
        value = self.node.value if isinstance(self.node, ast.Expr | ast.Assign) else None
        return (
            value if value is not None and _name_of(value) in ("raises", "assertRaises", "assertRaisesRegex") else None
        )

    def compare(self, op: str, left: object, right: object) -> tuple[ast.expr, ast.expr, ast.Compare] | None:
        """Return the operands of the comparison that failed with these values, and all of it."""
        found = list(self._comparisons(op))
        for one, other, whole in found:
            if _fits(one, left) and _fits(other, right):
                return one, other, whole
        return found[0] if found else None

    def _comparisons(self, op: str) -> Iterator[tuple[ast.expr, ast.expr, ast.Compare]]:
        for node in nodes_in(self.node):
            if isinstance(node, ast.Compare):
                operands = [node.left, *node.comparators]
                for index, operator in enumerate(node.ops):
                    pair = ast.Compare(ast.Constant(0), [operator], [ast.Constant(0)])
                    if ast.unparse(pair)[2:-2] == op:
                        yield operands[index], operands[index + 1], node

    def _is_learners(self, node: ast.expr) -> bool:
        root = node
        while isinstance(root, ast.Attribute | ast.Call | ast.Subscript):
            root = root.func if isinstance(root, ast.Call) else root.value
        return isinstance(root, ast.Name) and self._source.is_learners(self.value_of(root.id))


def _name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name_of(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _fits(node: ast.expr, value: object) -> bool:
    try:
        return bool(ast.literal_eval(node) == value)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return not isinstance(node, ast.Constant)


def _gives_output(function: Function) -> bool:
    """Whether a helper, or the function that a fixture returns, returns the output that it captures."""
    nodes = nodes_in(function)
    kept = {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign) and _names_any(_GIVING_OUTPUT, node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    returned = [node.value for node in nodes if isinstance(node, ast.Return) and node.value is not None]
    names = {inner.id for value in returned for inner in nodes_in(value) if isinstance(inner, ast.Name)}
    return bool(names & kept) or any(_names_any(_GIVING_OUTPUT, value) for value in returned)


def _names_any(words: tuple[str, ...], node: ast.AST) -> bool:
    text = ast.unparse(node)
    return any(word in text for word in words)
