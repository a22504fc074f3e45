"""Variants of a solution that differ in one token, most of which a good test file must catch."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

_OPERATORS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "+", "**": "*",
    "/": "*", "//": "/", "%": "*", "+=": "-=", "-=": "+=", "*=": "+=", "//=": "*=", "|": "&", "&": "|", "^": "|",
}  # fmt: skip
_NAMES = {
    "and": "or", "or": "and", "not": "", "is": "is not", "in": "not in", "True": "False", "False": "True",
    "min": "max", "max": "min", "any": "all", "all": "any", "lower": "upper", "upper": "lower", "strip": "lstrip",
    "continue": "break", "elif": "if",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A changed solution; `line` is its changed line, without indentation."""

    code: str
    line_number: int
    line: str


def mutants(code: str, most: int) -> list[Mutant]:
    """Return at most so many variants of a solution, spread evenly over it; what is not valid Python is left out."""
    lines = list(io.StringIO(code))  # as the tokenizer counts them: form feeds do not end a line
    replacements = list(_replacements(code)) if most else []
    found = []
    for token, replacement in replacements[:: max(1, -(-len(replacements) // max(most, 1)))]:
        (row, start), (_, end) = token.start, token.end
        line = lines[row - 1][:start] + replacement + lines[row - 1][end:]
        changed = "".join([*lines[: row - 1], line, *lines[row:]])
        if _is_valid(changed):
            found.append(Mutant(changed, row, line.strip()))
    return found


def _replacements(code: str) -> Iterator[tuple[tokenize.TokenInfo, str]]:
    texts = _lines_of_texts(code)
    previous = ""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        replacement = _replacement(token, previous)
        if replacement is not None and token.start[0] == token.end[0] and token.start[0] not in texts:
            yield token, replacement
        previous = token.string


def _replacement(token: tokenize.TokenInfo, previous: str) -> str | None:
    if token.type == tokenize.OP:
        return _OPERATORS.get(token.string)
    if token.type == tokenize.NAME:
        return None if (previous, token.string) == ("not", "in") else _NAMES.get(token.string)
    if token.type == tokenize.NUMBER:
        return _next_number(token.string)
    if token.type == tokenize.STRING and token.string[0] in "\"'" and len(token.string) > 2:
        return f"{token.string[:-1]}x{token.string[-1]}"
    return None


def _next_number(text: str) -> str | None:
    try:
        return str(int(text, 0) + 1)
    except ValueError:
        return None


def _lines_of_texts(code: str) -> set[int]:
    """The lines of docstrings and of `raise`, whose words no test needs to know."""
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Raise) or _is_docstring(node)]
    return {line for node in nodes for line in range(_line(node), _end(node) + 1)}


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))


def _end(node: ast.AST) -> int:
    return int(getattr(node, "end_lineno", 0))


def _is_valid(code: str) -> bool:
    try:
        compile(code, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True
