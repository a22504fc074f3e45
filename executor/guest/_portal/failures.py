"""Describe a failed test: what was called, what should have come, what came, and why.

A description never decides whether a test passed. All of it is bounded, and whatever the learner's objects do while it
is made, at most leaves fields empty.
"""

import ast
import re
from types import TracebackType
from typing import Any

import pytest

from _portal import advice, comparisons, errors, mistakes
from _portal.call_log import CallLog
from _portal.call_texts import CallTexts, called_name, name_of
from _portal.comparisons import Comparison
from _portal.crossing import CannotCross, Disconnected
from _portal.display import cut, difference, show
from _portal.learner_source import LearnerSource
from _portal.messages import Message, explanation_of, with_sources, without_addresses
from _portal.proxies import Remote
from _portal.rpc import Channel
from _portal.syntax_tree import nodes_in
from _portal.test_source import Statement, TestSource

Failure = dict[str, object]
_PATCHED_INPUT = ("sys.stdin", "builtins.input", '"stdin"', '"input"')


def empty(kind: str, explanation: str | None = None, line: int | None = None) -> Failure:
    """Return a failure of which nothing else is known."""
    fields: Failure = dict.fromkeys(("call", "expected", "actual", "difference", "hint"))
    return {"kind": kind, **fields, "line": line, "explanation": explanation}


class FailureDescriber:
    """Describes the failed tests of one run."""

    def __init__(self, tests: str, path: str, module: str, code: str, channel: Channel | None) -> None:
        self._tests, self._path, self._module = tests, path, module
        self._code = code
        self._log = CallLog(channel) if channel is not None else None
        self._calls = CallTexts(self._log)
        self._parsed: tuple[TestSource, LearnerSource] | None = None

    def start_test(self) -> None:
        """Forget what the test before did."""
        if self._log is not None:
            self._log.start()

    def describe(self, exc: BaseException, compared: tuple[str, object, object] | None, printed: str) -> Failure:
        """Describe why a test failed, `with_sources`; nothing that goes wrong here is an error.

        Args:
            compared: operator and operands of the last comparison that failed in an assert.
            printed: what the learner's program printed during the test.
        """
        try:
            return with_sources(self._describe(exc, compared, printed))
        except (Exception, Disconnected):
            return empty("error" if not isinstance(exc, AssertionError) else "other")

    def _describe(self, exc: BaseException, compared: tuple[str, object, object] | None, printed: str) -> Failure:
        if isinstance(exc, Disconnected):
            return empty("not_run")
        if isinstance(exc, CannotCross):
            return {**empty("other", exc.args[0]), "call": self._calls.last()}
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
            return {**empty("other"), "call": self._calls.last()}
        return self._wrong_value(comparison, statement, printed)

    def _statement(self, tb: TracebackType | None) -> Statement | None:
        found = None
        while tb is not None:
            if tb.tb_frame.f_code.co_filename == self._path:
                found = tb
            tb = tb.tb_next
        return None if found is None else Statement(self._parsed[0], found.tb_frame, found.tb_lineno)

    def _error(self, exc: BaseException, kind: str, statement: Statement | None) -> Failure:
        described = self._described(exc)
        message = str(described["message"])
        explanation = self._about_class(exc, message) or explanation_of(described)
        if isinstance(exc, EOFError) and any(name in self._tests for name in _PATCHED_INPUT):
            explanation = advice.about_input_that_ends()
        text = f"{described['type']}: {message}" if message else str(described["type"])
        failure = empty(kind, explanation, described["line"])
        return {**failure, "call": self._calls.in_statement(statement), "actual": cut(without_addresses(text))}

    def _about_class(self, exc: BaseException, message: str) -> Message | None:
        """Explain an error that no line of the learner's raised with a mistake in the class it names."""
        if not isinstance(exc, TypeError | AttributeError) or self._parsed is None:
            return None
        named = re.search(r"'(\w+)' object has no attribute|(\w+)(?:\.\w+)?\(\) (?:takes|missing)", message)
        class_ = self._parsed[1].class_named(named[1] or named[2]) if named else None
        if class_ is None:
            return None
        attribute = re.search(r"has no attribute '(\w+)'", message)
        misplaced = mistakes.misplaced_method(class_, self._parsed[1], attribute[1]) if attribute else None
        return misplaced or mistakes.in_class(class_, message)

    def _described(self, exc: BaseException) -> dict[str, Any]:
        channel = getattr(exc, "_portal_channel", None)
        if channel is None:
            return errors.describe(exc, in_tests=True)
        told = channel.ask("explain", of=exc._portal_number)
        told = told if isinstance(told, dict) else {}
        explanation = told.get("explanation")
        return {
            "type": type(exc).__name__,
            "message": errors.shorten(str(told.get("message", errors.text_of(exc)))),
            "line": errors.line_of(exc),
            "explanation": cut(without_addresses(explanation), 1000) if isinstance(explanation, str) else None,
            "translatable": told.get("translatable"),
        }

    def _wrong_error(self, exc: BaseException, statement: Statement, raises: ast.expr) -> Failure:
        expected = _expected_error(raises)
        check = _raised_by_check(exc)
        if check == "nothing":
            returned = self._log.last_call() if self._log is not None else None
            actual = None if returned is None else show(self._log.result_of(returned))
            failure = {**empty("no_error", advice.about_no_error()), "call": self._calls.in_statement(statement)}
            return {**failure, "expected": expected, "actual": actual}
        if check == "message":
            inner = exc.__context__ if exc.__context__ is not None else None
            text = Message("The error has the right type, but not the message that the test expects.")
            actual = None if inner is None else cut(f"{type(inner).__name__}: {errors.text_of(inner)}")
            line = None if inner is None else errors.line_of(inner)
            failure = {**empty("wrong_error", text, line), "call": self._calls.in_statement(statement)}
            return {**failure, "expected": expected, "actual": actual}
        failure = self._error(exc, "wrong_error", statement)
        if failure["explanation"] is None:
            failure["explanation"] = Message(
                "The test expects an error of another type here. Check what your program raises."
            )
        return {**failure, "expected": expected}

    def _comparison(
        self, exc: BaseException, statement: Statement, compared: tuple[str, object, object] | None
    ) -> Comparison | None:
        if isinstance(statement.node, ast.Assert):
            return self._asserted(exc, statement, statement.node, compared)
        return comparisons.of_unittest(exc.__traceback__, statement)

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
        if wanted and (found_affix := comparisons.of_affix(test, errors.text_of(exc))) is not None:
            return found_affix
        value = self._value(statement, test, exc)
        return Comparison("truth", value, wanted, test, ast.Constant(wanted))

    def _value(self, statement: Statement, node: ast.expr, exc: BaseException) -> object:
        """Return the value of an asserted expression: remembered, of a name, or as the assertion shows it."""
        if isinstance(node, ast.Name):
            return statement.value_of(node.id)
        if self._log is not None and isinstance(node, ast.Call) and statement.learners_calls(node)[:1] == [node]:
            operation = self._log.call_of(name_of(node.func))
            if operation is not None:
                return self._log.result_of(operation)
        shown = errors.text_of(exc).rpartition("assert ")[2].partition("\n")[0].removeprefix("not ")
        try:
            return ast.literal_eval(shown)
        except (ValueError, SyntaxError, RecursionError):
            return ...

    def _wrong_value(self, comparison: Comparison, statement: Statement, printed: str) -> Failure:
        op, actual, expected, node = comparisons.sides(comparison, statement)
        failure = {**empty("wrong_value"), "call": self._calls.of_value(statement, node, actual)}
        if op == "truth":
            failure["expected"] = repr(expected) if isinstance(actual, bool | None) else comparisons.truth(expected)
        else:
            failure["expected"] = comparisons.expected_text(op, expected, comparison)
        failure["actual"] = None if actual is ... else show(actual)
        if op in ("==", "is"):
            failure["difference"] = difference(expected, actual)
        if node is not None and statement.is_passed(node):
            failure["explanation"] = advice.about_changed_argument()
        elif op in ("==", "is", "truth", "endswith", "startswith"):
            failure["explanation"] = self._advice(op, expected, actual, statement, node, printed)
        return failure

    def _advice(
        self, op: str, expected: object, actual: object, statement: Statement, node: ast.expr | None, printed: str
    ) -> Message | None:
        operation = self._calls.operation(statement, node, actual)
        if op in ("endswith", "startswith"):
            returned = self._log.result_of(self._log.last_call()) if self._log and self._log.last_call() else None
            return advice.about_affix(expected, actual, returned)
        if node is not None and statement.is_captured(node) and isinstance(actual, str):
            returned = self._log.result_of(operation) if operation is not None else None
            return advice.about_output(expected, actual, returned)
        if (shared := self._shared_attribute(statement, node)) is not None:
            return shared
        expected = getattr(expected, "expected", expected) if type(expected).__name__.startswith("Approx") else expected
        if isinstance(actual, Remote):
            held = actual._portal_plain()
            actual = actual if held is NotImplemented else held
        name = self._log.function_name(operation) if operation is not None else called_name(statement, node)
        return advice.about_value(expected, actual, printed, name or "", self._parsed[1])

    def _shared_attribute(self, statement: Statement, node: ast.expr | None) -> Message | None:
        used = {inner.attr for inner in nodes_in(node or ast.Pass()) if isinstance(inner, ast.Attribute)}
        found = (mistakes.shared_attribute(class_, used) for class_ in self._parsed[1].classes())
        return next((text for text in found if text is not None), None)


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
    if match is None:
        return cut(name)
    return Message("{0} with a message that matches {1}", cut(name), cut(ast.unparse(match)))
