"""What the author of a test says about it: a title in plain words, a hint, its task, whether it is hidden."""

import ast
import re
from typing import Any

from _portal.declared_tests import Definition

MARKERS = (
    "hint(text): shown when this is the first test that fails",
    "task(taskno): the task of the exercise that the test belongs to",
    "hidden: learners see the title and the explanation of a failure, not what the test expects",
)
NAMES = frozenset(("hidden", "hint", "task"))
_MAX_TITLE = 200
_MAX_HINT = 1000


def about(name: str, nodes: list[Definition]) -> dict[str, Any]:
    """Return {"title", "hint", "task", "hidden"} of a test; `nodes` are its definition and its classes."""
    docstring = (ast.get_docstring(nodes[0]) or "").strip().partition("\n\n")[0]
    hint, task = _argument(nodes, "hint", "text"), _argument(nodes, "task", "taskno")
    return {
        "title": (" ".join(docstring.split()) or _title_of(name))[:_MAX_TITLE],
        "hint": hint[:_MAX_HINT] if isinstance(hint, str) else None,
        "task": task if type(task) is int and 0 <= task < 1000 else None,
        "hidden": any(name_of(decorator) == "hidden" for node in nodes for decorator in node.decorator_list),
    }


def _title_of(name: str) -> str:
    """Turn `test_an_empty_name` or `testEmptyName` into plain words."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.rpartition(".")[2].removeprefix("test"))
    words = " ".join(words.replace("_", " ").split())
    return words[:1].upper() + words[1:] or name


def _argument(nodes: list[Definition], mark: str, keyword: str) -> object:
    for decorator in [decorator for node in nodes for decorator in node.decorator_list]:
        if isinstance(decorator, ast.Call) and name_of(decorator) == mark:
            values = [*decorator.args, *(item.value for item in decorator.keywords if item.arg == keyword)]
            try:
                return ast.literal_eval(values[0]) if values else None
            except (ValueError, TypeError, SyntaxError, RecursionError):
                return None
    return None


def name_of(decorator: ast.expr) -> str:
    """Return the name of the mark that a decorator sets; an empty string for any other decorator."""
    dotted = ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
    return dotted.removeprefix("pytest.").removeprefix("mark.") if "mark." in dotted else ""
