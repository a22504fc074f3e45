"""Write the tests of a CodeRunner question as pytest functions."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from portal.authoring import assert_tests, test_files
from portal.authoring.models import BrokenExercise

_HEAD = """import io
from pathlib import Path

import pytest
"""
_TIDY = '''

def tidy(text):
    """Return a text without spaces at the ends of its lines and without empty lines at its end."""
    return "\\n".join(line.rstrip() for line in text.split("\\n")).rstrip()
'''
_RUN = '''

PROGRAM = Path("solution.py").resolve()


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with this input and return what it shows."""

    def run_program(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        exec(compile(PROGRAM.read_text(), PROGRAM, "exec"), {"__name__": "__main__"})
        return tidy(capsys.readouterr().out)

    return run_program
'''


@dataclass(frozen=True)
class TestCase:
    """Code to run after the learner's, the input, and what has to be printed."""

    __test__ = False

    code: str
    stdin: str
    expected: str
    hidden: bool


def write(cases: Sequence[TestCase], *, reference: str) -> str:
    """Return the test module: of functions that code calls, or of a program when no test has code.

    Raises:
        BrokenExercise: some tests have code and some have none.
    """
    trees = [test_files.parse("the code of a test", case.code) for case in cases]
    if all(tree.body for tree in trees):
        return _of_functions(cases, trees, reference)
    if any(tree.body for tree in trees):
        raise BrokenExercise("some of its tests call functions and some run the program")
    return _of_program(cases)


def _of_functions(cases: Sequence[TestCase], trees: list[ast.Module], reference: str) -> str:
    used = set().union(*map(assert_tests.names_in, trees)) & assert_tests.defined_in(reference)
    if not used:
        raise BrokenExercise("its tests use nothing that the sample answer defines")
    titles = [_function_title(case, tree) for case, tree in zip(cases, trees, strict=True)]
    tests = [
        _function(number, case, title, body=tree.body, shown="tidy(capsys.readouterr().out)")
        for number, (case, tree, title) in enumerate(
            zip(cases, trees, assert_tests.unique_titles(titles, "Test"), strict=True), 1
        )
    ]
    return "\n\n".join([f"{_HEAD}\nfrom solution import {', '.join(sorted(used))}\n{_TIDY}", *tests])


def _of_program(cases: Sequence[TestCase]) -> str:
    titles = assert_tests.unique_titles([_program_title(case) for case in cases], "Test")
    tests = [
        _function(number, case, title, body=[], shown=f"run({case.stdin!r})")
        for number, (case, title) in enumerate(zip(cases, titles, strict=True), 1)
    ]
    return "\n\n".join([f"{_HEAD}{_TIDY}{_RUN}", *tests])


def _function(number: int, case: TestCase, title: str, *, body: list[ast.stmt], shown: str) -> str:
    """Write a test: its title, its input and its code, and that what is shown is what is expected."""
    lines = [repr(title), f"assert {shown} == {_tidy(case.expected)!r}"]
    if body and case.stdin:
        lines.insert(1, f'monkeypatch.setattr("sys.stdin", io.StringIO({case.stdin!r}))')
    arguments = "monkeypatch, capsys" if body else "run"
    source = f"def test_{number}({arguments}):\n" + "".join(f"    {line}\n" for line in lines)
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)  # noqa: S101 (it was written above)
    function.body[-1:-1] = body
    mark = "@pytest.mark.hidden\n" if case.hidden else ""
    return f"{mark}{ast.unparse(function)}\n"


def _tidy(text: str) -> str:
    """Return a text as CodeRunner compares it; the tests do the same with what is shown."""
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip()


def _function_title(case: TestCase, tree: ast.Module) -> str:
    return "" if case.hidden else f"{ast.unparse(tree.body[-1])} shows {_tidy(case.expected) or 'nothing'}"


def _program_title(case: TestCase) -> str:
    given = f"With the input {case.stdin.strip()} it" if case.stdin.strip() else "It"
    return "" if case.hidden else f"{given} shows {_tidy(case.expected) or 'nothing'}"
