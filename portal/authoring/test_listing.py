"""The tests of a file as learners see them, read from the source without running it.

The executor reads titles and marks in the same way when it grades; a test compares the two.
"""

import ast
import functools
import re
import textwrap
from dataclasses import dataclass

_Definition = ast.FunctionDef | ast.ClassDef
_MAX_TITLE = 200


@dataclass(frozen=True)
class ListedTest:
    """One test; a parametrized one appears once, as its cases are only known when it runs.

    Attributes:
        name: `test_x`, or `Class.test_x`.
        title: its docstring, or else its name in words.
        task: number of the task of the exercise that it belongs to, by `@pytest.mark.task(taskno=2)`.
        source: its code; None when it is hidden, by `@pytest.mark.hidden`.
    """

    name: str
    title: str
    task: int | None
    source: str | None


@functools.lru_cache(maxsize=1024)
def list_tests(test_code: str) -> tuple[ListedTest, ...]:
    """Return the tests of a file in order; none for a file that cannot be parsed."""
    try:
        tree = ast.parse(test_code)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    listed = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
            listed += [_listed(test_code, item, node) for item in methods if item.name.startswith("test")]
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            listed.append(_listed(test_code, node, None))
    return tuple(listed)


def titles(test_code: str) -> dict[str, str]:
    """Return the title of each test by its name."""
    return {test.name: test.title for test in list_tests(test_code)}


def name_of_case(reported: str) -> str:
    """Return the name of a test without the case of a parametrized one."""
    return reported.partition("[")[0]


def _listed(test_code: str, test: ast.FunctionDef, class_: ast.ClassDef | None) -> ListedTest:
    definitions: list[_Definition] = [test] if class_ is None else [test, class_]
    marks = [decorator for node in definitions for decorator in node.decorator_list]
    return ListedTest(
        name=test.name if class_ is None else f"{class_.name}.{test.name}",
        title=_title(test)[:_MAX_TITLE],
        task=_task(marks),
        source=None if any(_mark_name(mark) == "hidden" for mark in marks) else _source(test_code, test),
    )


def _title(test: ast.FunctionDef) -> str:
    docstring = (ast.get_docstring(test) or "").strip().partition("\n\n")[0]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", test.name.removeprefix("test")).replace("_", " ")
    text = " ".join(words.split())
    return " ".join(docstring.split()) or text[:1].upper() + text[1:] or test.name


def _task(marks: list[ast.expr]) -> int | None:
    for mark in marks:
        if isinstance(mark, ast.Call) and _mark_name(mark) == "task":
            values = [*mark.args, *(item.value for item in mark.keywords if item.arg == "taskno")]
            number = values[0].value if values and isinstance(values[0], ast.Constant) else None
            return number if type(number) is int and 0 <= number < 1000 else None
    return None


def _mark_name(mark: ast.expr) -> str:
    dotted = ast.unparse(mark.func if isinstance(mark, ast.Call) else mark)
    return dotted.removeprefix("pytest.").removeprefix("mark.") if "mark." in dotted else ""


def _source(test_code: str, test: ast.FunctionDef) -> str:
    first = min([test.lineno, *(decorator.lineno for decorator in test.decorator_list)])
    return textwrap.dedent("\n".join(test_code.splitlines()[first - 1 : test.end_lineno])) + "\n"
