"""The tests of a file as learners see them, read from the source without running it.

The executor reads titles and marks in the same way when it grades; a test compares the two.
"""

import ast
import functools
import re
import textwrap
from dataclasses import dataclass
from typing import TypeGuard

_Test = ast.FunctionDef | ast.AsyncFunctionDef
_MAX_TITLE = 200
# The executor removes such tests, in executor/guest/_portal/test_files.py.
_SKIPS = {"skip", "unittest.skip", "pytest.mark.skip", "mark.skip"}


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
    listed: list[ListedTest] = []
    families: dict[str, list[ast.ClassDef]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            inherited = [class_ for base in node.bases for class_ in families.get(ast.unparse(base), [])]
            family = families[node.name] = [node, *inherited]
            if _is_collected(family, set(families)):
                listed += [_listed(test_code, test, family) for test in _tests_of(family)]
        elif _is_test(node):
            listed.append(_listed(test_code, node, []))
    return tuple(listed)


def titles(test_code: str) -> dict[str, str]:
    """Return the title of each test by its name."""
    return {test.name: test.title for test in list_tests(test_code)}


def useless_hidden_marks(test_code: str) -> list[int]:
    """Return the lines of marks `hidden` that are not read: learners would see the test, or what it expects."""
    if "hidden" not in test_code:
        return []
    tree = ast.parse(test_code)
    read = {id(mark) for node in tree.body for mark in _marks_read(node) if _mark_name(mark) == "hidden"}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "hidden"]
    return [node.lineno for node in found if _name(node).endswith("mark.hidden") and id(node) not in read]


def _marks_read(node: ast.stmt) -> list[ast.expr]:
    """The decorators of a statement that are read: not those of a class with a class of tests, nor of the latter."""
    body = node.body if isinstance(node, ast.ClassDef) else []
    is_nested = any(isinstance(item, ast.ClassDef) and item.name.startswith("Test") for item in body)
    places = [*([] if is_nested else [node]), *(item for item in body if isinstance(item, _Test))]
    marks = [mark for place in places for mark in getattr(place, "decorator_list", [])]
    return [mark.func if isinstance(mark, ast.Call) else mark for mark in marks]


def name_of_case(reported: str) -> str:
    """Return the name of a test without the case of a parametrized one."""
    return reported.partition("[")[0]


def _is_collected(family: list[ast.ClassDef], in_file: set[str]) -> bool:
    """Whether pytest makes tests of a class: by its name, or as it may be a TestCase by what it inherits.

    Args:
        family: the class and those of the file that it inherits.
    """
    bases = {ast.unparse(base) for class_ in family for base in class_.bases}
    is_skipped = any(_is_skipped(class_) for class_ in family)
    return not is_skipped and (family[0].name.startswith("Test") or bool(bases - in_file - {"object"}))


def _tests_of(family: list[ast.ClassDef]) -> list[_Test]:
    """The tests of a class, those that it inherits first."""
    found: list[_Test] = []
    for class_ in reversed(family):
        own = [item for item in class_.body if _is_test(item)]
        found = [test for test in found if test.name not in {item.name for item in own}] + own
    return found


def _is_test(node: ast.stmt) -> TypeGuard[_Test]:
    return isinstance(node, _Test) and node.name.startswith("test") and not _is_skipped(node)


def _is_skipped(node: _Test | ast.ClassDef) -> bool:
    return any(_name(decorator) in _SKIPS for decorator in node.decorator_list)


def _listed(test_code: str, test: _Test, family: list[ast.ClassDef]) -> ListedTest:
    marks = [decorator for node in (test, *family) for decorator in node.decorator_list]
    return ListedTest(
        name=f"{family[0].name}.{test.name}" if family else test.name,
        title=_title(test)[:_MAX_TITLE],
        task=_task(marks),
        source=None if any(_mark_name(mark) == "hidden" for mark in marks) else _source(test_code, test),
    )


def _title(test: _Test) -> str:
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
    dotted = _name(mark)
    return dotted.removeprefix("pytest.").removeprefix("mark.") if "mark." in dotted else ""


def _name(decorator: ast.expr) -> str:
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)


def _source(test_code: str, test: _Test) -> str:
    first = min([test.lineno, *(decorator.lineno for decorator in test.decorator_list)])
    return textwrap.dedent("\n".join(test_code.split("\n")[first - 1 : test.end_lineno])) + "\n"
