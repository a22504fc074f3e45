"""The comparison that made a test fail: its operands, and the words for what was expected."""

import ast
import re
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from _portal.display import cut, show
from _portal.messages import Message
from _portal.syntax_tree import nodes_in
from _portal.test_source import Statement

_PHRASES = {
    "!=": "a value other than {0}", "<": "a value less than {0}", "<=": "a value of at most {0}",
    ">": "a value greater than {0}", ">=": "a value of at least {0}", "in": "one of {0}", "not in": "none of {0}",
    "is not": "a value other than {0}", "contains": "a value that contains {0}",
    "lacks": "a value that does not contain {0}", "startswith": "a string that starts with {0}",
    "endswith": "a string that ends with {0}",
}  # fmt: skip
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_UNITTEST_OPS = {
    "assertIn": "in", "assertNotIn": "not in", "assertGreater": ">", "assertGreaterEqual": ">=", "assertLess": "<",
    "assertLessEqual": "<=", "assertNotEqual": "!=", "assertIsNot": "is not", "assertIs": "is",
}  # fmt: skip


# pytest's explanation of a failed `assert text.endswith(...)`: the string is in its last line.
_RECEIVER = re.compile(r"where <[^\n]*> = (.+)\.(startswith|endswith)$", re.MULTILINE)


@dataclass
class Comparison:
    """A comparison that failed, with the nodes of its operands where the source tells."""

    op: str
    left: Any
    right: Any
    left_node: ast.expr | None = None
    right_node: ast.expr | None = None
    whole: ast.Compare | None = None


def of_affix(node: ast.expr, message: str) -> Comparison | None:
    """Return the comparison of a failed `assert text.startswith(...)` or `.endswith(...)`."""
    match = _RECEIVER.search(message)
    if match is None or not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
        return None
    try:
        receiver, affix = ast.literal_eval(match[1]), ast.literal_eval(node.args[0])
    except (ValueError, SyntaxError, RecursionError):
        return None
    return Comparison(match[2], receiver, affix, node.func.value, node.args[0])


def of_unittest(tb: TracebackType | None, statement: Statement) -> Comparison | None:
    """Read the operands of a unittest assertion from the first of its frames."""
    while tb is not None and tb.tb_frame.f_globals.get("__name__") != "unittest.case":
        tb = tb.tb_next
    called = next((node for node in nodes_in(statement.node) if isinstance(node, ast.Call)), None)
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


def sides(comparison: Comparison, statement: Statement) -> tuple[str, Any, Any, ast.expr | None]:
    """Return the operator, the actual value, the expected one, and the node of the actual one."""
    left, right, op = comparison.left_node, comparison.right_node, comparison.op
    left_score = statement.comes_from_learner(left) if left is not None else 1
    right_score = statement.comes_from_learner(right) if right is not None else 0
    if right_score > left_score:
        op = {"in": "contains", "not in": "lacks"}.get(op, _MIRRORED.get(op, op))
        return op, comparison.right, comparison.left, right
    return op, comparison.left, comparison.right, left


def expected_text(op: str, expected: object, comparison: Comparison) -> str:
    """Say what a comparison asks for."""
    if comparison.whole is not None and len(comparison.whole.ops) > 1:
        return Message("a value for which {0}", cut(ast.unparse(comparison.whole)))
    if op == "assertIsInstance":
        return Message("a value of type {0}", cut(getattr(expected, "__name__", show(expected))))
    if op in ("assertRegex", "assertNotRegex"):
        return Message("a string that matches {0}", show(getattr(expected, "pattern", expected)))
    return Message(_PHRASES[op], show(expected)) if op in _PHRASES else show(expected)


def truth(wanted: object) -> str:
    """Say what an assertion of a value's truth asks for."""
    return Message("a true value") if wanted else Message("a false value")
