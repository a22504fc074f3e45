"""Describe a failed test: what was called, what should have come, what came, and why.

A description never decides whether a test passed. All of it is bounded, and whatever the learner's objects do while it
is made, at most leaves fields empty.
"""

import ast
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import pytest

from _portal import advice, errors
from _portal.call_log import CallLog
from _portal.display import cut, difference, show
from _portal.learner_source import LearnerSource
from _portal.proxies import Remote
from _portal.rpc import CannotCross, Channel, Disconnected
from _portal.test_source import Statement, TestSource

Failure = dict[str, object]
_PHRASES = {
    "!=": "a value other than {}", "<": "a value less than {}", "<=": "a value of at most {}",
    ">": "a value greater than {}", ">=": "a value of at least {}", "in": "one of {}", "not in": "none of {}",
    "is not": "a value other than {}",
}  # fmt: skip
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_UNITTEST_OPS = {
    "assertIn": "in", "assertNotIn": "not in", "assertGreater": ">", "assertGreaterEqual": ">=", "assertLess": "<",
    "assertLessEqual": "<=", "assertNotEqual": "!=", "assertIsNot": "is not", "assertIs": "is",
}  # fmt: skip


def empty(kind: str, explanation: str | None = None, line: int | None = None) -> Failure:
    """Return a failure of which nothing else is known."""
    fields: Failure = dict.fromkeys(("call", "expected", "actual", "difference", "hint"))
    return {"kind": kind, **fields, "line": line, "explanation": explanation}


@dataclass
class Comparison:
    """A comparison that failed, with the nodes of its operands where the source tells."""

    op: str
    left: Any
    right: Any
    left_node: ast.expr | None = None
    right_node: ast.expr | None = None
    whole: ast.Compare | None = None


class FailureDescriber:
    """Describes the failed tests of one run."""

    def __init__(self, tests: str, path: str, module: str, code: str, channel: Channel | None) -> None:
        self._tests, self._path, self._module = tests, path, module
        self._code = code
        self._log = CallLog(channel) if channel is not None else None
        self._parsed: tuple[TestSource, LearnerSource] | None = None

    def start_test(self) -> None:
        """Forget what the test before did."""
        if self._log is not None:
            self._log.start()

    def describe(self, exc: BaseException, compared: tuple[str, object, object] | None, printed: str) -> Failure:
        """Describe why a test failed; nothing that goes wrong here is an error.

        Args:
            compared: operator and operands of the last comparison that failed in an assert.
            printed: what the learner's program printed during the test.
        """
        try:
            return self._describe(exc, compared, printed)
        except (Exception, Disconnected):
            return empty("error" if not isinstance(exc, AssertionError) else "other")

    def _describe(self, exc: BaseException, compared: tuple[str, object, object] | None, printed: str) -> Failure:
        if isinstance(exc, Disconnected):
            return empty("not_run")
        if isinstance(exc, CannotCross):
            return {**empty("other", errors.text_of(exc)), "call": self._last_call()}
        if self._parsed is None:
            self._parsed = TestSource(self._tests, self._module), LearnerSource(self._code)
        statement = self._statement(exc.__traceback__)
        if statement is None:
            return self._error(exc, "error", None)
        raises = statement.enclosing_raises()
        if raises is not None and not (_is_assertion(exc) and _raised_by_check(exc) is None):
            return self._wrong_error(exc, statement, raises)
        if not _is_assertion(exc) or errors.line_of(exc) is not None or hasattr(exc, "_portal_line"):
            return self._error(exc, "error", statement)
        comparison = self._comparison(exc, statement, compared)
        if comparison is None:
            return {**empty("other"), "call": self._last_call()}
        return self._wrong_value(comparison, statement, printed)

    def _statement(self, tb: TracebackType | None) -> Statement | None:
        found = None
        while tb is not None:
            if tb.tb_frame.f_code.co_filename == self._path:
                found = tb
            tb = tb.tb_next
        return None if found is None else Statement(self._parsed[0], found.tb_frame, found.tb_lineno)

    def _last_call(self) -> str | None:
        operation = self._log.last_call() if self._log is not None else None
        return None if operation is None else self._log.text_of(operation)

    def _call_in(self, statement: Statement | None) -> str | None:
        """Return the learner's call that a statement makes, or the last one that was made before it."""
        if (text := self._last_call()) is not None or statement is None:
            return text
        calls = statement.learners_calls(statement.node)
        return self._render(statement, calls[-1]) if calls else None

    def _error(self, exc: BaseException, kind: str, statement: Statement | None) -> Failure:
        described = self._described(exc)
        message = str(described["message"])
        text = f"{described['type']}: {message}" if message else str(described["type"])
        failure = empty(kind, described["explanation"], described["line"])
        return {**failure, "call": self._call_in(statement), "actual": cut(errors.without_addresses(text))}

    def _described(self, exc: BaseException) -> dict[str, Any]:
        channel = getattr(exc, "_portal_channel", None)
        if channel is None:
            return errors.describe(exc, in_tests=True)
        told = channel.ask("explain", of=exc._portal_number)
        explanation = told.get("explanation") if isinstance(told, dict) else None
        return {
            "type": type(exc).__name__,
            "message": errors.shorten(errors.text_of(exc)),
            "line": errors.line_of(exc),
            "explanation": cut(explanation, 1000) if isinstance(explanation, str) else None,
        }

    def _wrong_error(self, exc: BaseException, statement: Statement, raises: ast.expr) -> Failure:
        expected = _expected_error(raises)
        check = _raised_by_check(exc)
        if check == "nothing":
            returned = self._log.last_call() if self._log is not None else None
            actual = None if returned is None else show(self._log.result_of(returned))
            failure = {**empty("no_error", advice.about_no_error()), "call": self._call_in(statement)}
            return {**failure, "expected": expected, "actual": actual}
        if check == "message":
            inner = exc.__context__ if exc.__context__ is not None else None
            text = "The error has the right type, but not the message that the test expects."
            actual = None if inner is None else cut(f"{type(inner).__name__}: {errors.text_of(inner)}")
            line = None if inner is None else errors.line_of(inner)
            failure = {**empty("wrong_error", text, line), "call": self._call_in(statement)}
            return {**failure, "expected": expected, "actual": actual}
        failure = self._error(exc, "wrong_error", statement)
        if failure["explanation"] is None:
            failure["explanation"] = "The test expects an error of another type here. Check what your program raises."
        return {**failure, "expected": expected}

    def _comparison(
        self, exc: BaseException, statement: Statement, compared: tuple[str, object, object] | None
    ) -> Comparison | None:
        if isinstance(statement.node, ast.Assert):
            return self._asserted(exc, statement, statement.node, compared)
        return _unittest_comparison(exc.__traceback__, statement)

    def _asserted(
        self, exc: BaseException, statement: Statement, node: ast.Assert, compared: tuple[str, object, object] | None
    ) -> Comparison | None:
        if compared is not None and (found := statement.compare(*compared)) is not None:
            return Comparison(*compared, *found)
        test, wanted = node.test, True
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, wanted = test.operand, not wanted
        if isinstance(test, ast.BoolOp | ast.Compare):
            return None
        value = self._value(statement, test, exc)
        return Comparison("truth", value, wanted, test, ast.Constant(wanted))

    def _value(self, statement: Statement, node: ast.expr, exc: BaseException) -> object:
        """Return the value of an asserted expression: remembered, of a name, or as the assertion shows it."""
        if isinstance(node, ast.Name):
            return statement.value_of(node.id)
        if self._log is not None and statement.learners_calls(node)[:1] == [node]:
            operation = self._log.last_call()
            if operation is not None:
                return self._log.result_of(operation)
        shown = errors.text_of(exc).rpartition("assert ")[2].partition("\n")[0].removeprefix("not ")
        try:
            return ast.literal_eval(shown)
        except (ValueError, SyntaxError, RecursionError):
            return ...

    def _wrong_value(self, comparison: Comparison, statement: Statement, printed: str) -> Failure:
        op, actual, expected, node = _sides(comparison, statement)
        failure = {**empty("wrong_value"), "call": self._text_of(statement, node, actual)}
        if op == "truth":
            failure["expected"] = (
                repr(expected) if isinstance(actual, bool | None) else f"a {str(expected).lower()} value"
            )
        else:
            failure["expected"] = _expected_text(op, expected, comparison)
        failure["actual"] = None if actual is ... else show(actual)
        if op in ("==", "is"):
            failure["difference"] = difference(expected, actual)
        if op in ("==", "is", "truth"):
            failure["explanation"] = self._advice(expected, actual, statement, node, printed)
        return failure

    def _advice(
        self, expected: object, actual: object, statement: Statement, node: ast.expr | None, printed: str
    ) -> str | None:
        operation = self._operation(statement, node, actual)
        if node is not None and statement.is_captured(node) and isinstance(actual, str):
            returned = self._log.result_of(operation) if operation is not None else None
            return advice.about_output(expected, actual, returned)
        expected = getattr(expected, "expected", expected) if type(expected).__name__.startswith("Approx") else expected
        if isinstance(actual, Remote):
            held = actual._portal_plain()
            actual = actual if held is NotImplemented else held
        name = self._log.function_name(operation) if operation is not None else _called_name(statement, node)
        return advice.about_value(expected, actual, printed, name or "", self._parsed[1])

    def _operation(self, statement: Statement, node: ast.expr | None, actual: object) -> Any:
        if self._log is None:
            return None
        return (
            self._log.last_call(None, actual)
            if node is None
            else self._log.last_call(_called_name(statement, node), actual)
        )

    def _text_of(self, statement: Statement, node: ast.expr | None, actual: object) -> str | None:
        """Return the expression that gave the actual value, with values in the place of names."""
        if node is None or not statement.comes_from_learner(node) == 3:
            return self._call_in(statement)
        if self._log is not None and isinstance(node, ast.Call) and statement.learners_calls(node) == [node]:
            operation = self._operation(statement, node, actual)
            if operation is not None:
                return self._log.text_of(operation)
        text = self._render(statement, node)
        root = next((inner for inner in ast.walk(node) if isinstance(inner, ast.Name)), None)
        value = statement.value_of(root.id) if root is not None else None
        return self._log.history_of(value, text) if self._log is not None else text

    def _render(self, statement: Statement, node: ast.AST) -> str:
        def call_text(call: ast.Call) -> str | None:
            operation = self._log.last_call(_name(call.func)) if self._log is not None else None
            return self._log.text_of(operation) if operation is not None else None

        def origin(value: object) -> str | None:
            return self._log.origin_of(value) if self._log is not None and isinstance(value, Remote) else None

        single = len(statement.learners_calls(node)) == 1
        return statement.render(node, call_text if single else lambda _call: None, origin)


def _is_assertion(exc: BaseException) -> bool:
    return isinstance(exc, AssertionError | pytest.fail.Exception)


def _raised_by_check(exc: BaseException) -> str | None:
    """Tell what a check for an error found: "nothing" was raised, or another "message"; None for any other error."""
    if not _is_assertion(exc) or hasattr(exc, "_portal_line"):
        return None
    text = errors.text_of(exc)
    if text.startswith("DID NOT RAISE") or " not raised" in text:
        return "nothing"
    return "message" if "Regex pattern did not match" in text or "does not match" in text else None


def _expected_error(raises: ast.expr) -> str | None:
    if not isinstance(raises, ast.Call) or not raises.args:
        return None
    name = ast.unparse(raises.args[0])
    match = next((keyword.value for keyword in raises.keywords if keyword.arg == "match"), None)
    if match is None and isinstance(raises.func, ast.Attribute) and raises.func.attr == "assertRaisesRegex":
        match = raises.args[1] if len(raises.args) > 1 else None
    return cut(name if match is None else f"{name} with a message that matches {ast.unparse(match)}")


def _unittest_comparison(tb: TracebackType | None, statement: Statement) -> Comparison | None:
    """Read the operands of a unittest assertion from the first of its frames."""
    while tb is not None and tb.tb_frame.f_globals.get("__name__") != "unittest.case":
        tb = tb.tb_next
    called = next((node for node in ast.walk(statement.node) if isinstance(node, ast.Call)), None)
    while tb is not None and not tb.tb_frame.f_code.co_name.startswith("assert"):
        tb = tb.tb_next
    if tb is None or called is None:
        return None
    code, values = tb.tb_frame.f_code, tb.tb_frame.f_locals
    name, names = code.co_name, code.co_varnames[1:3]
    nodes: list[ast.expr | None] = [*called.args[:2], None, None]
    left = values.get(names[0])
    if name in ("assertTrue", "assertFalse"):
        return Comparison("truth", left, name == "assertTrue", nodes[0], ast.Constant(True))
    if name in ("assertIsNone", "assertIsNotNone"):
        return Comparison("is" if name == "assertIsNone" else "is not", left, None, nodes[0], ast.Constant(None))
    right = values.get(names[1]) if len(names) > 1 else None
    if name in ("assertIsInstance", "assertNotIsInstance"):
        return Comparison(name, left, right, nodes[0], nodes[1])
    return Comparison(_UNITTEST_OPS.get(name, "==" if "Regex" not in name else name), left, right, nodes[0], nodes[1])


def _sides(comparison: Comparison, statement: Statement) -> tuple[str, Any, Any, ast.expr | None]:
    """Return the operator, the actual value, the expected one, and the node of the actual one."""
    left, right, op = comparison.left_node, comparison.right_node, comparison.op
    left_score = statement.comes_from_learner(left) if left is not None else 1
    right_score = statement.comes_from_learner(right) if right is not None else 0
    if right_score > left_score:
        op = {"in": "contains", "not in": "lacks"}.get(op, _MIRRORED.get(op, op))
        return op, comparison.right, comparison.left, right
    return op, comparison.left, comparison.right, left


def _expected_text(op: str, expected: object, comparison: Comparison) -> str:
    if comparison.whole is not None and len(comparison.whole.ops) > 1:
        return cut(f"a value for which {ast.unparse(comparison.whole)}")
    if op == "contains":
        return cut(f"a value that contains {show(expected)}")
    if op == "lacks":
        return cut(f"a value that does not contain {show(expected)}")
    if op == "assertIsInstance":
        return cut(f"a value of type {getattr(expected, '__name__', show(expected))}")
    if op in ("assertRegex", "assertNotRegex"):
        return cut(f"a string that matches {show(getattr(expected, 'pattern', expected))}")
    return cut(_PHRASES.get(op, "{}").format(show(expected)))


def _called_name(statement: Statement, node: ast.expr | None) -> str | None:
    """Return the name of the learner's function whose result an expression is or holds."""
    if isinstance(node, ast.Name) and (assigned := statement.assigned(node.id)) is not None:
        node = assigned
    calls = statement.learners_calls(node) if node is not None else []
    return _name(calls[0].func) if calls else None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
