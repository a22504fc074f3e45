"""Which call of the learner's program a failed test is about, as text that shows the values in the place of names."""

import ast
from typing import Any

from _portal.call_log import CallLog
from _portal.proxies import Remote
from _portal.substitution import substitute
from _portal.syntax_tree import nodes_in
from _portal.test_source import Statement


class CallTexts:
    """Texts of calls by what was logged; in an interpreter shared with the learner's, by the source of the tests."""

    def __init__(self, log: CallLog | None) -> None:
        self._log = log

    def last(self) -> str | None:
        operation = self._log.last_call() if self._log is not None else None
        return None if operation is None else self._log.text_of(operation)

    def in_statement(self, statement: Statement | None) -> str | None:
        """Return the learner's call that a statement makes, or the last one that was made before it."""
        if (text := self.last()) is not None or statement is None:
            return text
        calls = statement.learners_calls(statement.node)
        return self._render(statement, calls[-1]) if calls else None

    def operation(self, statement: Statement, node: ast.expr | None, actual: object) -> Any:
        if self._log is None:
            return None
        return (
            self._log.last_call(None, actual)
            if node is None
            else self._log.last_call(called_name(statement, node), actual)
        )

    def of_value(self, statement: Statement, node: ast.expr | None, actual: object) -> str | None:
        """Return the expression that gave the actual value, with values in the place of names."""
        if node is None or statement.comes_from_learner(node) != 3:
            return self.in_statement(statement)
        if self._log is not None and isinstance(node, ast.Call) and statement.learners_calls(node) == [node]:
            operation = self.operation(statement, node, actual)
            if operation is not None:
                return self._log.text_of(operation)
        text = self._render(statement, node)
        root = next((inner for inner in nodes_in(node) if isinstance(inner, ast.Name)), None)
        value = statement.value_of(root.id) if root is not None else None
        return self._log.history_of(value, text) if self._log is not None else text

    def _render(self, statement: Statement, node: ast.AST) -> str:
        def call_text(call: ast.Call) -> str | None:
            operation = self._log.last_call(name_of(call.func)) if self._log is not None else None
            return self._log.text_of(operation) if operation is not None else None

        def origin(value: object) -> str | None:
            return self._log.origin_of(value) if self._log is not None and isinstance(value, Remote) else None

        single = len(statement.learners_calls(node)) == 1
        return substitute(statement, node, call_text if single else lambda _call: None, origin)


def called_name(statement: Statement, node: ast.expr | None) -> str | None:
    """Return the name of the learner's function whose result an expression is or holds."""
    if isinstance(node, ast.Name) and (assigned := statement.assigned(node.id)) is not None:
        node = assigned
    calls = statement.learners_calls(node) if node is not None else []
    return name_of(calls[0].func) if calls else None


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
