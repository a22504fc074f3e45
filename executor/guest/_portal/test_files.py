"""Prepare a test file: parse it, let pytest rewrite its asserts, compile it. The result fits every learner."""

import ast
import marshal
import types

from _pytest.assertion.rewrite import rewrite_asserts

from _portal import declared_tests, exception_monitor, json_text, plain_tests, pytest_session, test_marks
from _portal.isolation import can_be_isolated, imports_at_once, replaced_names
from _portal.syntax_tree import Function

Prepared = dict[str, object]


class _RemoveSkipped(ast.NodeTransformer):
    """Remove the tests that their author skips; a test skipped at run time, which a learner could do, does not pass."""

    def visit_FunctionDef(self, node: Function) -> ast.AST:
        return ast.copy_location(ast.Pass(), node) if _is_skipped(node) else node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return ast.copy_location(ast.Pass(), node) if _is_skipped(node) else self.generic_visit(node)


def prepare(tests: str, module: str, path: str, companions: dict[str, str]) -> tuple[Prepared, str]:
    """Prepare the tests of a learner's module; the host can cache the result, JSON and text.

    Args:
        companions: sources of modules that the exercise brings along, by name.

    Returns:
        The fields of {"declared": names of its tests, "announcement": what the host is told of them, JSON but for its
        end, "apart": whether they run in an interpreter of their own, "monitored": whether exceptions are there, see
        exception_monitor.py, "imports": whether the file itself imports the learner's module, not only a test,
        "replaced": functions of the library that the tests replace, "unused": plugins of pytest that it cannot use,
        "plain": see plain_tests.py}, and the compiled file for `code_of`.

    Raises:
        SyntaxError, ValueError, RecursionError: the file is not valid Python.
    """
    tree = _RemoveSkipped().visit(ast.parse(tests, path))
    declared = declared_tests.find(tree)
    about = {name: test_marks.about(name, nodes) for name, nodes in declared.items()}
    parsed = {name: ast.parse(source) for name, source in companions.items()}
    apart, imports = can_be_isolated(tests, tree, module, parsed), imports_at_once(tree, module)
    unused = pytest_session.unused_plugins(tests)
    plain = {}
    if unused == pytest_session.ON_DEMAND_PLUGINS:
        plain = plain_tests.find(tests, tree, pytest_session.names_of_tests)
    rewrite_asserts(tree, tests.encode(), path, pytest_session.config)
    announcement = json_text.dumps({"expected": list(declared), "about": about, "isolated": apart})
    fields: Prepared = {
        "declared": list(declared),
        "announcement": announcement.removesuffix("}"),
        "apart": apart,
        "monitored": exception_monitor.concerns(tests),
        "imports": imports,
        "replaced": replaced_names(tree),
        "unused": unused,
        "plain": plain,
    }
    return fields, marshal.dumps(compile(tree, path, "exec", dont_inherit=True)).decode("latin-1")


def code_of(compiled: str) -> types.CodeType:
    """Return the compiled file; each character of the text is a byte."""
    return marshal.loads(compiled.encode("latin-1"))  # noqa: S302 (made by `prepare`, cached by the host)


def _is_skipped(node: declared_tests.Definition) -> bool:
    names = [ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list]
    return any(name in {"skip", "unittest.skip", "pytest.mark.skip", "mark.skip"} for name in names)
