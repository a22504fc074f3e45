"""Decide whether tests can run in an interpreter of their own, with the learner's module in another.

The test file alone decides, before any of the learner's code runs. Tests that use what cannot cross between two
interpreters (patching, subclassing, reloading, event loops, companion modules) share one with the learner's code.
"""

import ast
import sys
from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import Any

# Modules that look into the interpreter, change it, or go on with objects in ways that do not reach the other one.
_LOOKING = frozenset(
    "atexit bdb cProfile code codeop concurrent contextvars copyreg ctypes doctest faulthandler gc linecache "
    "logging marshal multiprocessing pdb pickle pickletools pkgutil profile pstats pydoc shelve signal site subprocess "
    "symtable sysconfig threading trace traceback tracemalloc weakref zipimport".split()
)
_HARMLESS = sys.stdlib_module_names - _LOOKING | {"pytest"}
# Attributes that change what the learner's interpreter would have to see as well, objects that both would change, and
# mocks that are more than something to call.
_UNSHARED = frozenset(
    "AsyncMock PropertyMock SystemRandom create_autospec environb getstate patch putenv setstate tzset unsetenv".split()
)
# Arguments of a mock that make it resemble an object, which may be the learner's.
_SPECIFICATIONS = frozenset(("autospec", "spec", "spec_set", "wraps"))
# Names that access the interpreter, or objects of another module.
_REACHING = frozenset(
    "__import__ builtins delattr eval exec globals locals mocker monkeypatch patch setattr sys".split()
)
_FIXTURES = frozenset("caplog capfd capfdbinary capsysbinary mocker pytester".split())
# What the learner's interpreter takes from that of the tests.
_FOLLOWED = ("builtins.input", "sys.argv", "sys.stdin", "sys.stdout")
_PATCHERS = ("monkeypatch.setattr", "monkeypatch.delattr", "patch", "patch.object")
# Functions that the tests may replace.
_REPLACEABLE = (
    "builtins.open", "builtins.print", "getpass.", "os.listdir", "os.path.exists", "os.path.isdir", "os.path.isfile",
    "os.remove", "os.system", "platform.", "random.", "secrets.", "shutil.", "time.", "urllib.request.", "uuid.",
    "webbrowser.",
)  # fmt: skip
_IMPORTERS = ("importlib.import_module", "import_module")
# Of these modules nothing else works across.
_PARTLY_HARMLESS = {"asyncio": ("run",), "importlib": ("import_module", "reload")}
_RUNNERS = ("runpy.run_path", "run_path", "runpy.run_module", "run_module")
# What else the learner's interpreter takes from that of the tests, and the names by which one sees that tests use it.
_FOLLOWED_IF_NAMED = {
    "os.environ": frozenset(("environ", "setenv", "delenv")),
    "warnings.showwarning": frozenset(
        "assertWarns assertWarnsRegex catch_warnings deprecated_call filterwarnings recwarn simplefilter warns".split()
    ),
}
# This comment makes a test file share the interpreter.
_SHARED_COMMENT = "# portal: shared interpreter"


def can_be_isolated(
    tests: str, tree: ast.Module, module: str, companions: Mapping[str, ast.Module] = MappingProxyType({})
) -> bool:
    """Whether the tests can run in another interpreter than the learner's module of that name.

    Args:
        companions: other modules that the exercise brings along, by name; both interpreters have them.
    """
    learners = _learners_names(tree, module)
    if _SHARED_COMMENT in tests or not (learners or any(_called(node) in _RUNNERS for node in ast.walk(tree))):
        return False
    return all(_runs_apart(file, module, companions) for file in [tree, *_imported_companions(tree, companions)])


def _imported_companions(tree: ast.Module, companions: Mapping[str, ast.Module]) -> list[ast.Module]:
    """The companions that a file imports, and those that these import."""
    found: dict[str, ast.Module] = {}
    waiting = [tree]
    while waiting:
        for node in ast.walk(waiting.pop()):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names = [str(node.module)] if isinstance(node, ast.ImportFrom) else names
            new = {name: companions[name] for name in names if name in companions and name not in found}
            found |= new
            waiting += new.values()
    return list(found.values())


def _runs_apart(tree: ast.Module, module: str, companions: Mapping[str, ast.Module]) -> bool:
    """Whether nothing in a file needs the interpreter of the learner's module."""
    learners = _learners_names(tree, module)
    replaced = set(replaced_names(tree))
    imported = [alias for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    others = {alias.asname or alias.name.partition(".")[0] for alias in imported} - learners
    allowed = {
        id(inner)
        for node in ast.walk(tree)
        if _works_across(node, module, others, replaced)
        for inner in ast.walk(node)
    }
    own = {module, *companions}
    return not any(_needs_sharing(node, own, learners, others) for node in ast.walk(tree) if id(node) not in allowed)


def replaced_names(tree: ast.Module) -> list[str]:
    """The parts of the library that the tests replace, such as `random.randint`: the other interpreter follows."""
    targets = {_target(node) for node in ast.walk(tree) if _patcher(node) in _PATCHERS}
    replaced = {target for target in targets - {"random.seed"} if target.startswith(_REPLACEABLE)}
    names = {getattr(node, "attr", getattr(node, "arg", getattr(node, "id", None))) for node in ast.walk(tree)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    named = {target for target, words in _FOLLOWED_IF_NAMED.items() if words & (names | imported)}
    return sorted(replaced | named)


def _patcher(node: ast.AST) -> str:
    return _called(node).removeprefix("unittest.").removeprefix("mock.")


def _target(node: Any) -> str:
    """The dotted name of what is replaced by `patch("a.b")`, `patch.object(a, "b")` or `setattr(a, "b", c)`."""
    words = list(map(str, _words(node)))
    is_dotted_name = words and isinstance(node.args[0], ast.Constant) and "." in words[0]
    return words[0] if is_dotted_name else ".".join(words[:2])


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


def _works_across(node: ast.AST, module: str, others: set[str], replaced: set[str]) -> bool:
    """Whether this affects the learner's interpreter too, although it changes or reads what tests seldom should.

    That is `monkeypatch.chdir(...)`, replacing input, output, arguments or a function such as `random.randint`, which
    the learner's interpreter takes from that of the tests, setting attributes of the learner's module and of objects,
    which are either the learner's or the tests' own, and importing it again.

    Args:
        others: names of other modules, whose attributes only the tests' interpreter would see.
    """
    if isinstance(node, ast.Delete):
        return [ast.unparse(target) for target in node.targets] == [f"sys.modules[{module!r}]"]
    called = _called(node)
    if _patcher(node) == "patch.dict":
        return _words(node)[:1] in (["os.environ"], ["environ"])
    if _patcher(node) in _PATCHERS:
        target = _target(node)
        return target in _FOLLOWED or target in replaced or _is_objects(node, target, module, others)
    if called in ("setattr", "delattr"):
        return _is_objects(node, _target(node), module, others)
    if called == "monkeypatch.delitem":
        return _words(node)[:2] == ["sys.modules", module]
    return called.removeprefix("monkeypatch.") in ("chdir", "undo", "setenv", "delenv") or (
        called == "sys.modules.pop" and _words(node)[:1] == [module]
    )


def _is_objects(node: ast.AST, target: str, module: str, others: set[str]) -> bool:
    """Whether a target such as `account.balance` is an attribute of an object, or of the learner's module."""
    owner, _, name = target.rpartition(".")
    first = node.args[0] if isinstance(node, ast.Call) and node.args else None
    if isinstance(first, ast.Constant):  # the dotted name of something
        return owner.partition(".")[0] == module
    return bool(name) and _dotted(first) == owner and owner.partition(".")[0] not in others | {"sys", "builtins"}


def _needs_sharing(node: ast.AST, own: set[str], learners: set[str], others: set[str]) -> bool:
    if isinstance(node, ast.Import):
        return not all(alias.name in own or _is_harmless(alias.name) for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        harmless = node.level == 0 and (node.module in own or _is_harmless(str(node.module)))
        return not harmless or any(_is_unshared(node.module, alias) for alias in node.names)
    if isinstance(node, ast.ClassDef):
        return any(_mentions(base, learners) for base in [*node.bases, *node.keywords])
    if isinstance(node, ast.Attribute):
        is_set = not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name)
        is_unknown = node.attr not in _PARTLY_HARMLESS.get(_dotted(node.value), (node.attr,))
        return node.attr in _UNSHARED or is_unknown or (is_set and _mentions(node.value, others))
    if isinstance(node, ast.Name):
        return node.id in _REACHING
    if isinstance(node, ast.keyword):
        return node.arg in _SPECIFICATIONS
    if _called(node) in _IMPORTERS:
        return not own.intersection(map(str, _words(node)[:1]))
    return isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith) or (
        isinstance(node, ast.arg) and node.arg in _FIXTURES
    )


def _is_harmless(module: str) -> bool:
    """Whether tests may import a module, such as `os.path`, and use it without the learner's interpreter."""
    root, _, inner = module.partition(".")
    return root in _HARMLESS and not (inner and root in _PARTLY_HARMLESS)


def _is_unshared(module: str | None, alias: ast.alias) -> bool:
    """Whether a name that the tests import allows what does not work across; `patch` is judged where it is called."""
    if module in _PARTLY_HARMLESS:
        return alias.name not in _PARTLY_HARMLESS[module] or alias.asname is not None
    if module == "unittest.mock" and alias.name == "patch":
        return alias.asname is not None
    return alias.name in _REACHING | _UNSHARED | {"*"}


def _mentions(node: ast.AST, names: Set[str]) -> bool:
    return any(isinstance(inner, ast.Name) and inner.id in names for inner in ast.walk(node))
