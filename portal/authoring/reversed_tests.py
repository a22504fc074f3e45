"""The same tests in the opposite order: those of a file must not depend on each other."""

import ast
from collections.abc import Sequence

from portal.authoring.test_listing import list_tests


def reverse(test_code: str) -> str:
    """Return a test file whose tests run in the opposite order.

    What is defined stays where it is, as later lines may need it, and is bound again at the end: pytest runs functions
    and classes in the order in which they were bound. Methods get other names besides, as those of a TestCase run in
    the order of their names.
    """
    tree = ast.parse(test_code)
    listed = [test.name.partition(".") for test in list_tests(test_code)]
    top = list(dict.fromkeys(name for name, _, _ in listed))
    methods = sorted({method for _, _, method in listed if method})
    renamed = {name: f"test_{number:04}_{name}" for number, name in enumerate(reversed(methods))}
    if not _names_called(tree).isdisjoint(renamed):
        renamed = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            own = [item.name for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
            node.body += _bind_again([name for name in dict.fromkeys(own) if name in methods], renamed)
    tree.body += _bind_again(top, {})
    return ast.unparse(tree)


def _names_called(tree: ast.Module) -> set[str]:
    """Names of methods that other code of the file refers to."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _bind_again(names: Sequence[str], renamed: dict[str, str]) -> list[ast.stmt]:
    """Statements that take these names away and bind them in the opposite order, perhaps as other names."""
    if not names:
        return []
    old, new = list(reversed(names)), [renamed.get(name, name) for name in reversed(names)]
    lines = [f"_reversed_tests = [{', '.join(old)}]", f"del {', '.join(old)}", f"[{', '.join(new)}] = _reversed_tests"]
    return ast.parse("\n".join(lines)).body
