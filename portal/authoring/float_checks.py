"""Comparisons with numbers whose last digit is another in the sandbox: see docs/sandbox-python.md."""

import ast

# Functions of `math` whose results differ from glibc's; all of `cmath` may.
_DIFFERING = {
    *("acos", "acosh", "asin", "asinh", "atan", "atan2", "cbrt", "cos", "cosh", "erf", "erfc", "expm1", "gamma"),
    *("lgamma", "log10", "pow", "sin", "sinh", "tan", "tanh"),
}
_TOLERANT = ("approx", "isclose", "assertAlmostEqual", "assertNotAlmostEqual", "round")
# A literal with fewer digits is not a result that somebody copied from native Python.
_MIN_DIGITS = 15


def warnings_of(test_code: str, solution: str) -> list[str]:
    """Return a warning for each number that the tests compare exactly, if the solution uses a differing function."""
    used = sorted(_functions_used(ast.parse(solution)))
    if not used:
        return []
    return [
        f"line {line} of the tests compares exactly with {text}, and the last digit of {used[0]}() is not the same"
        " everywhere: use pytest.approx"
        for line, text in _exact_numbers(ast.parse(test_code))
    ]


def _functions_used(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "cmath" or (node.value.id == "math" and node.attr in _DIFFERING):
                found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module in ("math", "cmath"):
            names = {alias.name for alias in node.names}
            found |= {f"{node.module}.{name}" for name in names if node.module == "cmath" or name in _DIFFERING}
    return found


def _exact_numbers(tree: ast.Module) -> list[tuple[int, str]]:
    """Numbers with all their digits, in statements and functions that compare nothing with a tolerance."""
    exact = [node for node in tree.body if not any(_is_tolerant(inner) for inner in ast.walk(node))]
    return [
        (inner.lineno, repr(inner.value))
        for node in exact
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant) and type(inner.value) is float and _digits(inner.value) >= _MIN_DIGITS
    ]


def _is_tolerant(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in _TOLERANT


def _digits(number: float) -> int:
    return len(repr(number).partition("e")[0].replace(".", "").lstrip("-0"))
