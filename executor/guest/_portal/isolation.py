"""Decide whether tests can run in an interpreter of their own, with the learner's module in another.

The test file alone decides, before any of the learner's code runs. Tests that use what cannot cross between two
interpreters (patching, subclassing, reloading, event loops, companion modules) share one with the learner's code.
"""

import ast
from collections.abc import Set

# Modules whose use in a test file does not depend on sharing an interpreter with the learner's code.
_HARMLESS = frozenset(
    "bisect builtins calendar cmath collections collections.abc contextlib copy csv datetime decimal errno fractions "
    "functools glob hashlib heapq importlib io itertools json keyword math numbers operator os os.path pathlib pytest "
    "random re runpy shutil statistics string struct sys tempfile textwrap time types typing unicodedata unittest "
    "unittest.mock".split()
)
# Attributes that change what the learner's interpreter would have to see as well, objects that both would change, and
# mocks that are more than something to call.
_UNSHARED = frozenset(
    "AsyncMock MagicMock NonCallableMagicMock NonCallableMock PropertyMock SystemRandom create_autospec environ "
    "environb getstate mock_open patch putenv seal setstate tzset unsetenv".split()
)
# Arguments of a mock that make it resemble an object, which may be the learner's.
_SPECIFICATIONS = frozenset(("autospec", "spec", "spec_set", "wraps"))
# Names that access the interpreter, or objects of another module.
_REACHING = frozenset(
    "__import__ builtins delattr eval exec globals locals mocker monkeypatch patch setattr sys".split()
)
_FIXTURES = frozenset("caplog capfd capfdbinary capsysbinary mocker pytester recwarn".split())
# What the learner's interpreter takes from that of the tests.
_FOLLOWED = ("builtins.input", "sys.argv", "sys.stdin", "sys.stdout")
_PATCHERS = ("monkeypatch.setattr", "monkeypatch.delattr", "patch", "patch.object")
# Modules whose functions the tests may replace.
_REPLACEABLE = ("random.", "time.")
_IMPORTERS = ("importlib.import_module", "import_module")
# Of these modules nothing else works across.
_PARTLY_HARMLESS = {"importlib": ("import_module", "reload"), "types": ("SimpleNamespace",)}
_RUNNERS = ("runpy.run_path", "run_path", "runpy.run_module", "run_module")
# This comment makes a test file share the interpreter.
_SHARED_COMMENT = "# portal: shared interpreter"


def can_be_isolated(tests: str, tree: ast.Module, module: str) -> bool:
    """Whether the tests can run in another interpreter than the learner's module of that name."""
    learners = _learners_names(tree, module)
    if _SHARED_COMMENT in tests or not (learners or any(_called(node) in _RUNNERS for node in ast.walk(tree))):
        return False
    replaced = set(replaced_names(tree))
    imported = [alias for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    modules = {module, *(alias.asname or alias.name for alias in imported if alias.name == module)}
    allowed = {
        id(inner)
        for node in ast.walk(tree)
        if _works_across(node, module, modules, replaced)
        for inner in ast.walk(node)
    }
    return not any(_needs_sharing(node, module, learners) for node in ast.walk(tree) if id(node) not in allowed)


def replaced_names(tree: ast.Module) -> list[str]:
    """The functions of the library that the tests replace, such as `random.randint`: the other interpreter follows."""
    targets = {_target(node) for node in ast.walk(tree) if _patcher(node) in _PATCHERS}
    return sorted(target for target in targets - {"random.seed"} if target.startswith(_REPLACEABLE))


def _patcher(node: ast.AST) -> str:
    return _called(node).removeprefix("unittest.").removeprefix("mock.")


def _target(node: ast.AST) -> str:
    """The dotted name of what is replaced by `patch("a.b")`, `patch.object(a, "b")` or `setattr(a, "b", c)`."""
    words = list(map(str, _words(node)))
    return words[0] if words and "." in words[0] and _patcher(node) != "patch.object" else ".".join(words[:2])


def imports_at_once(tree: ast.AST, module: str) -> bool:
    """Whether the test file imports the learner's module as a whole, not only one of its functions does."""
    if isinstance(tree, ast.FunctionDef | ast.Lambda):
        return False
    return _imports(tree, module) or any(imports_at_once(node, module) for node in ast.iter_child_nodes(tree))


def _imports(node: ast.AST, module: str) -> bool:
    """Whether this imports the learner's module: by a statement or `importlib.import_module`."""
    if isinstance(node, ast.Import):
        return module in [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return node.module == module
    return _called(node) in _IMPORTERS and _words(node)[:1] == [module]


def _called(node: ast.AST) -> str:
    """The name that a call calls, such as `runpy.run_path`; empty for anything else."""
    return _dotted(node.func) if isinstance(node, ast.Call) else ""


def _dotted(node: ast.AST) -> str:
    """A name with its attributes; empty for any other expression. `ast.unparse` would take long for all of a file."""
    if isinstance(node, ast.Attribute):
        return f"{outer}.{node.attr}" if (outer := _dotted(node.value)) else ""
    return node.id if isinstance(node, ast.Name) else ""


def _words(node: ast.AST) -> list[object]:
    """The arguments of a call: values of constants, and the text of everything else."""
    arguments = node.args if isinstance(node, ast.Call) else []
    return [argument.value if isinstance(argument, ast.Constant) else ast.unparse(argument) for argument in arguments]


def _learners_names(tree: ast.Module, module: str) -> set[str]:
    """The names that the test file gives to the learner's module and to what it imports from it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name for alias in node.names if alias.name == module}
        elif isinstance(node, ast.ImportFrom) and node.module == module:
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def _works_across(node: ast.AST, module: str, modules: set[str], replaced: set[str]) -> bool:
    """Whether this affects the learner's interpreter too, although it changes or reads what tests seldom should.

    That is `monkeypatch.chdir(...)`, replacing input, output, arguments or a function such as `random.randint`, which
    the learner's interpreter takes from that of the tests, replacing names of the learner's module, and importing it
    again.
    """
    if isinstance(node, ast.Delete):
        return [ast.unparse(target) for target in node.targets] == [f"sys.modules[{module!r}]"]
    called = _called(node)
    if _patcher(node) in _PATCHERS:
        target = _target(node)
        return target in _FOLLOWED or target in replaced or target.rpartition(".")[0] in modules
    if called == "monkeypatch.delitem":
        return _words(node)[:2] == ["sys.modules", module]
    return called in ("monkeypatch.chdir", "monkeypatch.undo") or (
        called == "sys.modules.pop" and _words(node)[:1] == [module]
    )


def _needs_sharing(node: ast.AST, module: str, learners: set[str]) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name not in _HARMLESS | {module} for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        harmless = node.level == 0 and node.module in _HARMLESS | {module}
        return not harmless or any(_is_unshared(node.module, alias) for alias in node.names)
    if isinstance(node, ast.ClassDef):
        return any(_mentions(base, learners) for base in [*node.bases, *node.keywords])
    if isinstance(node, ast.Attribute):
        is_set = not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name)
        is_unknown = node.attr not in _PARTLY_HARMLESS.get(_dotted(node.value), (node.attr,))
        return node.attr in _UNSHARED or is_unknown or (is_set and _mentions(node.value, _HARMLESS - {module}))
    if isinstance(node, ast.Name):
        return node.id in _REACHING
    if isinstance(node, ast.keyword):
        return node.arg in _SPECIFICATIONS
    if _called(node) in _IMPORTERS:
        return _words(node)[:1] != [module]
    return isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith) or (
        isinstance(node, ast.arg) and node.arg in _FIXTURES
    )


def _is_unshared(module: str | None, alias: ast.alias) -> bool:
    """Whether a name that the tests import allows what does not work across; `patch` is judged where it is called."""
    if module in _PARTLY_HARMLESS:
        return alias.name not in _PARTLY_HARMLESS[module] or alias.asname is not None
    if module == "unittest.mock" and alias.name == "patch":
        return alias.asname is not None
    return alias.name in _REACHING | _UNSHARED | {"*"}


def _mentions(node: ast.AST, names: Set[str]) -> bool:
    return any(isinstance(inner, ast.Name) and inner.id in names for inner in ast.walk(node))
