"""The tests of a file with their titles, as learners read them."""

import ast
import re


def titles(test_code: str) -> dict[str, str]:
    """Return the title of each test by its name, `test_x` or `Class.test_x`: its docstring, else its name in words."""
    found: dict[str, str] = {}
    for node in ast.parse(test_code).body:
        if isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
            found |= {f"{node.name}.{item.name}": _title(item) for item in methods if item.name.startswith("test")}
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            found[node.name] = _title(node)
    return found


def name_of_case(reported: str) -> str:
    """Return the name of a test without the case of a parametrized one."""
    return reported.partition("[")[0]


def _title(test: ast.FunctionDef) -> str:
    docstring = (ast.get_docstring(test) or "").strip().partition("\n\n")[0]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", test.name.removeprefix("test")).replace("_", " ")
    return " ".join(docstring.split()) or " ".join(words.split()).capitalize()
