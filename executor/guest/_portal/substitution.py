"""An expression of the tests, written with the values of its names in their place."""

import ast
from collections.abc import Callable

from _portal.display import cut, show
from _portal.module_proxy import LearnerModule
from _portal.proxies import Remote
from _portal.syntax_tree import nodes_in
from _portal.test_source import Statement

_MAX_VALUE = 120
_PLAIN = (str, bytes, int, float, complex, bool, list, tuple, dict, set, frozenset, type(None))
_MAX_DEPTH = 3


def substitute(
    statement: Statement,
    node: ast.AST,
    call_text: Callable[[ast.Call], str | None],
    origin: Callable[[object], str | None],
) -> str:
    """Write an expression of a statement with the values of its names in their place.

    Args:
        call_text: the text of a call of the learner's, where it is remembered.
        origin: how an object of the learner's was made, where it is remembered.
    """
    substitution = _Substitution(statement, call_text, origin)
    return cut(ast.unparse(substitution.visit(ast.parse(ast.unparse(node), mode="eval").body)))


class _Substitution(ast.NodeTransformer):
    def __init__(
        self,
        statement: Statement,
        call_text: Callable[[ast.Call], str | None],
        origin: Callable[[object], str | None],
    ) -> None:
        self._statement = statement
        self._call_text = call_text
        self._origin = origin
        self._depth = 0
        self._bound: set[str] = set()

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if self._statement.learners_calls(node)[:1] == [node] and (text := self._call_text(node)):
            return ast.Name(text)
        return self.generic_visit(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        """Keep the calls in it, which are many and with other values each time."""
        targets = [
            inner.id for loop in node.generators for inner in nodes_in(loop.target) if isinstance(inner, ast.Name)
        ]
        call_text, bound = self._call_text, self._bound
        self._call_text, self._bound = lambda _call: None, bound | set(targets)
        visited = self.generic_visit(node)
        self._call_text, self._bound = call_text, bound
        return visited

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and _is_module(self._statement.value_of(node.value.id)):
            return ast.Name(node.attr)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self._bound:
            return node
        value = self._statement.value_of(node.id)
        assigned = self._statement.assigned(node.id)
        if assigned is not None and self._statement.learners_calls(assigned) and self._depth < _MAX_DEPTH:
            if text := self._origin(value):
                return ast.Name(text)
            self._depth += 1
            rendered = self.visit(ast.parse(ast.unparse(assigned), mode="eval").body)
            self._depth -= 1
            return rendered
        if isinstance(value, Remote):
            return ast.Name(self._origin(value) or node.id)
        return ast.Name(show(value, _MAX_VALUE)) if type(value) in _PLAIN else node


def _is_module(value: object) -> bool:
    return type(value).__name__ == "module" or isinstance(value, LearnerModule)
