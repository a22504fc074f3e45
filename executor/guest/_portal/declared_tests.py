"""The tests of a file, as far as they can be read without running it."""

import ast
from typing import TypeGuard

from _portal.syntax_tree import Function

Definition = Function | ast.ClassDef


def find(tree: ast.Module) -> dict[str, list[Definition]]:
    """Return by name the definition of each test, with its class and the classes of the file that this one inherits."""
    found: dict[str, list[Definition]] = {}
    families: dict[str, list[ast.ClassDef]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            inherited = [class_ for base in node.bases for class_ in families.get(ast.unparse(base), [])]
            family = families[node.name] = [node, *inherited]
            if _is_collected(family, set(families)):
                for class_ in reversed(family):
                    methods = [item for item in class_.body if _is_test(item)]
                    found |= {f"{node.name}.{method.name}": [method, *family] for method in methods}
        elif _is_test(node):
            found[node.name] = [node]
    return found


def _is_collected(family: list[ast.ClassDef], in_file: set[str]) -> bool:
    """Whether pytest makes tests of a class: by its name, or as it may be a TestCase by what it inherits."""
    bases = {ast.unparse(base) for class_ in family for base in class_.bases}
    return family[0].name.startswith("Test") or bool(bases - in_file - {"object"})


def _is_test(node: ast.stmt) -> TypeGuard[Function]:
    return isinstance(node, Function) and node.name.startswith("test")
