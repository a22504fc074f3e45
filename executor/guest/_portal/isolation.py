"""Decide whether tests can run in an interpreter of their own, with the learner's module in another.

The test file alone decides, before any of the learner's code runs. Tests that use what cannot cross between two
interpreters (patching, subclassing, reloading, event loops, companion modules) share one with the learner's code.
"""

import ast

# Modules whose use in a test file does not depend on sharing an interpreter with the learner's code.
_HARMLESS = frozenset(
    "bisect builtins calendar cmath collections collections.abc contextlib copy csv datetime decimal errno fractions "
    "functools glob hashlib heapq io itertools json keyword math numbers operator os os.path pathlib pytest random re "
    "shutil statistics string struct sys tempfile textwrap time typing unicodedata unittest".split()
)
# Attributes that change what the learner's interpreter would have to see as well, and objects that both would change.
_UNSHARED = frozenset(
    ("Random", "SystemRandom", "environ", "environb", "getstate", "putenv", "setstate", "tzset", "unsetenv")
)
# Names that access the interpreter, or objects of another module.
_REACHING = frozenset("__import__ builtins delattr eval exec globals locals mock monkeypatch patch setattr sys".split())
_FIXTURES = frozenset("caplog capfd capfdbinary capsysbinary mocker pytester recwarn".split())
_INPUT = ("builtins.input", "sys.stdin")
# This comment makes a test file share the interpreter.
_SHARED_COMMENT = "# portal: shared interpreter"


def can_be_isolated(tests: str, tree: ast.Module, module: str) -> bool:
    """Whether the tests can run in another interpreter than the learner's module of that name."""
    learners = _learners_names(tree, module)
    if _SHARED_COMMENT in tests or not learners:
        return False
    allowed = {id(inner) for node in ast.walk(tree) if _works_across(node) for inner in ast.walk(node)}
    return not any(_needs_sharing(node, module, learners) for node in ast.walk(tree) if id(node) not in allowed)


def _learners_names(tree: ast.Module, module: str) -> set[str]:
    """The names that the test file gives to the learner's module and to what it imports from it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name for alias in node.names if alias.name == module}
        elif isinstance(node, ast.ImportFrom) and node.module == module:
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def _works_across(node: ast.AST) -> bool:
    """Whether this is a call of `monkeypatch` that affects the learner's interpreter too.

    That is `monkeypatch.chdir(...)`, and `monkeypatch.setattr("builtins.input", ...)` or the like: both interpreters
    use the same folder, and the learner's one reads input through the tests' one.
    """
    called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    if not isinstance(node, ast.Call) or called != "monkeypatch.setattr":
        return called == "monkeypatch.chdir"
    words = [argument.value if isinstance(argument, ast.Constant) else ast.unparse(argument) for argument in node.args]
    return words[0] in _INPUT or words[:2] in (["builtins", "input"], ["sys", "stdin"])


def _needs_sharing(node: ast.AST, module: str, learners: set[str]) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name not in _HARMLESS | {module} for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        harmless = node.level == 0 and node.module in _HARMLESS | {module}
        return not harmless or any(alias.name in _REACHING | _UNSHARED | {"*"} for alias in node.names)
    if isinstance(node, ast.ClassDef):
        return any(_mentions(base, learners) for base in [*node.bases, *node.keywords])
    if isinstance(node, ast.Attribute):
        is_set = not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name)
        return node.attr in _UNSHARED or (is_set and _mentions(node.value, {module, *_HARMLESS}))
    if isinstance(node, ast.Name):
        return node.id in _REACHING
    return isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith) or (
        isinstance(node, ast.arg) and node.arg in _FIXTURES
    )


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(inner, ast.Name) and inner.id in names for inner in ast.walk(node))
